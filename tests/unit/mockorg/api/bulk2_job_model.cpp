#include "tests/unit/mockorg/api/bulk2_job_model.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/bulk_row_outcomes.hpp"

#include <algorithm>

namespace rowlock {
namespace {

const std::string k_jobs = "/services/data/v60.0/jobs/ingest/";
constexpr const char* k_not_found = "NOT_FOUND";
constexpr const char* k_wrong_state = "INVALIDJOBSTATE";

bool may_follow(const std::string& before, const std::string& after) {
    if (before == after) return true;
    const bool runs = before == "UploadComplete" || before == "InProgress";
    if (after == "InProgress") return before == "UploadComplete";
    return runs && (after == "JobComplete" || after == "Failed");
}

}  // namespace

Bulk2JobModel::Bulk2JobModel(InProcessApi& org, Operation operation, Pace pace)
    : org_(&org), operation_(operation), pace_(pace) {
    const std::string name{name_of(operation)};
    const std::string key =
        operation == Operation::upsert ? R"(,"externalIdFieldName":"Email")" : "";
    id_ = org.create_job(R"({"object":"Contact","operation":")" + name + "\"" + key + "}");
    body_ = send("GET", "").body;
    seen_ = see_job(body_);
    RC_ASSERT(seen_.state == "Open");
}

bool Bulk2JobModel::ended() const {
    return seen_.state == "JobComplete" || seen_.state == "Failed" || seen_.state == "Aborted";
}

Answer Bulk2JobModel::send(
    const std::string& method, const std::string& rest, const std::string& body
) const {
    return org_->send(method, k_jobs + id_ + rest, body);
}

Answer Bulk2JobModel::set_state(const char* state) {
    return send("PATCH", "", std::string{R"({"state":")"} + state + R"("})");
}

void Bulk2JobModel::expect_refused(const Answer& answer, const std::string& code) const {
    RC_ASSERT(answer.status == (code == k_not_found ? 404 : 400));
    RC_ASSERT(error_code_in(answer.body) == code);
    // Nothing came of it.
    if (!is_deleted_) RC_ASSERT(send("GET", "").body == body_);
}

void Bulk2JobModel::expect_state(const Answer& answer, const std::string& state) {
    RC_ASSERT(answer.status == 200);
    RC_ASSERT(see_job(answer.body).state == state);
    seen_.state = state;
}

std::uint64_t Bulk2JobModel::rows_saved() const {
    const SeenJob now = is_deleted_ ? seen_ : see_job(send("GET", "").body);
    return now.processed - now.failed;
}

std::uint64_t Bulk2JobModel::batch_count() const {
    return (rows_.size() + pace_.batch_rows - 1) / pace_.batch_rows;
}

std::uint64_t Bulk2JobModel::workers_held_max() const {
    const bool may_run = rows_in_flight_ > 0 ? org_->api().org().now() < chunk_through_by_
                                             : !is_deleted_ && seen_.state == "InProgress";
    return may_run ? std::min<std::uint64_t>(batch_count(), pace_.workers) : 0;
}

void Bulk2JobModel::upload(std::vector<LoadRow> rows, bool with_bad_column) {
    const auto defect = with_bad_column ? DataDefect::bad_column : DataDefect::none;
    const Answer answer =
        send("PUT", "/batches", data_of(rows, operation_, ContentType::csv, defect));
    if (is_deleted_) return expect_refused(answer, k_not_found);
    if (has_data_) return expect_refused(answer, "CLIENTINPUTERROR");
    if (seen_.state != "Open") return expect_refused(answer, k_wrong_state);
    RC_ASSERT(answer.status == 201);
    RC_ASSERT(answer.body.empty());
    has_data_ = true;
    rows_ = std::move(rows);
    has_bad_column_ = with_bad_column;
}

void Bulk2JobModel::close() {
    const Answer answer = set_state("UploadComplete");
    if (is_deleted_) return expect_refused(answer, k_not_found);
    if (seen_.state != "Open") return expect_refused(answer, k_wrong_state);
    expect_state(answer, "UploadComplete");
}

void Bulk2JobModel::abort() {
    const Answer answer = set_state("Aborted");
    if (is_deleted_) return expect_refused(answer, k_not_found);
    if (ended()) return expect_refused(answer, k_wrong_state);
    rows_in_flight_ = workers_held_max() * pace_.chunk_rows;
    processed_at_abort_ = seen_.processed;
    // Each of its rows may have to wait for a lock of its own.
    chunk_through_by_ = org_->api().org().now() + seconds(300);
    expect_state(answer, "Aborted");
}

void Bulk2JobModel::remove(BulkBooks& books) {
    // Nobody could tell any more what became of its rows.
    if (results_held_back()) return;
    const bool refused = seen_.state == "Open" || seen_.state == "InProgress";
    if (!is_deleted_ && ended()) book(books);
    const Answer answer = send("DELETE", "");
    if (is_deleted_) return expect_refused(answer, k_not_found);
    if (refused) return expect_refused(answer, "API_ERROR");
    RC_ASSERT(answer.status == 204);
    RC_ASSERT(answer.body.empty());
    is_deleted_ = true;
}

void Bulk2JobModel::meet_other_api() {
    const Answer answer = org_->send(
        "POST",
        "/services/async/60.0/job/" + id_ + "/batch",
        "LastName\nA\n",
        {{"Content-Type", "text/csv"}}
    );
    expect_refused(answer, "InvalidJob");
}

std::vector<SeenRow> Bulk2JobModel::read_file(const char* name, const char* second_column) {
    const Answer answer = send("GET", std::string{"/"} + name);
    RC_ASSERT(answer.status == 200);
    if (!has_data_) {
        RC_ASSERT(answer.body.empty());
        return {};
    }
    const auto defect = has_bad_column_ ? DataDefect::bad_column : DataDefect::none;
    const std::string header = data_of({}, operation_, ContentType::csv, defect);
    const std::string own = second_column == nullptr
                                ? std::string{}
                                : std::string{R"("sf__Id",")"} + second_column + R"(",)";
    RC_ASSERT(answer.body.starts_with(own + header));
    return see_result_file(answer.body);
}

Bulk2JobModel::Files Bulk2JobModel::read_files() {
    return {
        read_file("successfulResults", "sf__Created"),
        read_file("failedResults", "sf__Error"),
        read_file("unprocessedrecords", nullptr),
    };
}

/// Of the first row with its label: those of deletes are nothing but their Ids.
std::size_t Bulk2JobModel::position_of(const SeenRow& seen) const {
    const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const LoadRow& each) {
        return each.label == seen.label;
    });
    RC_ASSERT((row != rows_.end()));
    return static_cast<std::size_t>(row - rows_.begin());
}

/// As long as a chunk that was running at the abort is being saved.
bool Bulk2JobModel::results_held_back() const {
    if (is_deleted_ || seen_.state != "Aborted" || rows_in_flight_ == 0) return false;
    const Answer answer = send("GET", "/unprocessedRecords/");
    if (answer.status == 200) return false;
    expect_refused(answer, k_wrong_state);
    RC_ASSERT(org_->api().org().now() < chunk_through_by_);
    return true;
}

void Bulk2JobModel::check_results() {
    if (results_held_back()) return;
    if (is_deleted_ || !ended()) {
        for (const char* name : {"/successfulResults", "/failedResults", "/unprocessedRecords/"}) {
            expect_refused(send("GET", name), is_deleted_ ? k_not_found : k_wrong_state);
        }
        return;
    }
    const Files files = read_files();
    RC_ASSERT(files.successful.size() == seen_.processed - seen_.failed);
    RC_ASSERT(files.failed.size() == seen_.failed);
    RC_ASSERT(files.unprocessed.size() == rows_.size() - seen_.processed);
    std::vector<std::string> labels;
    for (const auto* file : {&files.successful, &files.failed, &files.unprocessed}) {
        for (const SeenRow& row : *file) labels.push_back(row.label);
    }
    std::vector<std::string> sent;
    for (const LoadRow& row : rows_) sent.push_back(row.label);
    std::sort(labels.begin(), labels.end());
    std::sort(sent.begin(), sent.end());
    RC_ASSERT(labels == sent);
    check_rows(files);
}

void Bulk2JobModel::check_rows(const Files& files) const {
    std::vector<SeenRow> outcomes(rows_.size());
    for (const auto* file : {&files.successful, &files.failed}) {
        for (const SeenRow& seen : *file) {
            const std::size_t position = position_of(seen);
            check_outcome(rows_[position], seen);
            outcomes[position] = seen;
        }
    }
    check_repetitions(rows_, outcomes, pace_.chunk_rows);
}

void Bulk2JobModel::observe(bool may_change) {
    const Answer answer = send("GET", "");
    if (is_deleted_) return expect_refused(answer, k_not_found);
    RC_ASSERT(answer.status == 200);
    if (answer.body == body_) return;
    RC_ASSERT(may_change);
    const SeenJob now = see_job(answer.body);
    check_step(now);
    check_counters(now);
    body_ = answer.body;
    seen_ = now;
    if (ended() && rows_in_flight_ == 0) through_by_ = org_->api().org().now();
}

void Bulk2JobModel::check_step(const SeenJob& now) const {
    RC_ASSERT(may_follow(seen_.state, now.state));
    // What is through stays as it is.
    RC_ASSERT(seen_.state != "JobComplete");
    RC_ASSERT(seen_.state != "Failed");
    RC_ASSERT(now.error_message.empty() == (now.state != "Failed"));
    if (now.state == "JobComplete") {
        RC_ASSERT(!has_bad_column_);
        RC_ASSERT(now.processed == rows_.size());
    }
    if (now.state == "Failed" && has_bad_column_) {
        RC_ASSERT(now.error_message == "InvalidBatch : Field name not found : No_Such__c");
        RC_ASSERT(now.processed == 0U);
    } else if (now.state == "Failed") {
        RC_ASSERT(now.error_message.starts_with("InternalServerError : Retried more than"));
    }
}

void Bulk2JobModel::check_counters(const SeenJob& now) const {
    RC_ASSERT(now.has_counters == (now.state != "Open"));
    RC_ASSERT(now.failed <= now.processed);
    RC_ASSERT(now.processed <= rows_.size());
    RC_ASSERT(now.processed >= seen_.processed);
    RC_ASSERT(now.failed >= seen_.failed);
    RC_ASSERT(now.retries >= seen_.retries);
    RC_ASSERT(now.active_time >= seen_.active_time);
    // Booked chunk by chunk, as the counters are.
    if (now.processed > now.failed) RC_ASSERT(now.active_time > 0U);
    if (now.state == "UploadComplete") RC_ASSERT(now.processed == 0U);
    const bool runs = now.state == "UploadComplete" || now.state == "InProgress";
    if (runs) RC_ASSERT(now.total_time == 0U);
    if (now.state == "Aborted") RC_ASSERT(now.processed <= processed_at_abort_ + rows_in_flight_);
    // Of each batch, and they run side by side.
    const auto side_by_side = std::min<std::uint64_t>(batch_count(), pace_.workers);
    if (!runs) RC_ASSERT(now.active_time <= now.total_time * side_by_side);
}

void Bulk2JobModel::book(BulkBooks& books) {
    if (is_deleted_ || !ended() || results_held_back()) return;
    check_results();
    const Files files = read_files();
    const BulkBooks::Source source{id_, std::nullopt, through_by_};
    for (const auto* file : {&files.successful, &files.failed}) {
        for (const SeenRow& seen : *file) books.add(source, rows_[position_of(seen)], seen);
    }
}

}  // namespace rowlock
