#include "tests/unit/mockorg/api/bulk1_job_model.hpp"

#include "mockorg/api/bulk1_format.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/bulk_row_outcomes.hpp"

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// A batch that lost too many locks waits in the queue again.
bool may_follow(const std::string& before, const std::string& after) {
    if (before == after) return true;
    if (before != "Queued" && before != "InProgress") return false;
    return after == "Queued" || after == "InProgress" || after == "Completed" ||
           after == "Failed" || after == "NotProcessed";
}

/// Rows that nobody came to show what happened to their batch, or nothing.
bool is_unprocessed(const SeenRow& row) {
    return row.id.empty() &&
           (row.code.empty() || row.code == "InternalServerError" || row.code == "InvalidBatch");
}

}  // namespace

Bulk1JobModel::Bulk1JobModel(Bulk1Client& client, const Settings& settings, const Profile& profile)
    : client_(&client),
      settings_(settings),
      chunk_rows_(profile.chunk_rows),
      lock_failures_max_(profile.lock_failures_max) {
    std::string operation{name_of(settings.operation)};
    if (settings.kind == JobKind::query) operation = "query";
    if (settings.kind == JobKind::query_all) operation = "queryAll";
    std::string members = "<operation>" + operation + "</operation><object>Contact</object>";
    if (!settings.is_query() && settings.operation == Operation::upsert)
        members.append("<externalIdFieldName>Email</externalIdFieldName>");
    members.append("<concurrencyMode>").append(settings.is_serial ? "Serial" : "Parallel");
    members.append("</concurrencyMode><contentType>").append(name_of(settings.form));
    InProcessApi::Fields fields;
    if (settings.cut) fields.emplace_back("Sforce-Enable-PKChunking", settings.cut->header());
    id_ = client.create_job(members.append("</contentType>"), fields);
    observe(true);
}

std::size_t Bulk1JobModel::batches_in_progress() const {
    return static_cast<std::size_t>(std::count_if(
        batches_.begin(),
        batches_.end(),
        [](const Batch& batch) { return batch.seen.state == "InProgress"; }
    ));
}

bool Bulk1JobModel::awaits_worker() const {
    return std::any_of(batches_.begin(), batches_.end(), [](const Batch& batch) {
        return batch.seen.state == "Queued" && batch.seen.message.empty();
    });
}

bool Bulk1JobModel::all_batches_ended() const {
    return std::all_of(batches_.begin(), batches_.end(), [](const Batch& batch) {
        return batch.seen.has_ended();
    });
}

void Bulk1JobModel::expect_refused(const Answer& answer, const std::string& code) {
    RC_ASSERT(answer.status == (code == "NOT_FOUND" ? 404 : 400));
    RC_ASSERT(error_code_in(answer.body) == code);
    // Nothing came of it.
    RC_ASSERT(client_->send("GET", path()).body == body_);
    RC_ASSERT(client_->send("GET", path() + "/batch").body == list_body_);
}

void Bulk1JobModel::accept(const Answer& answer, Batch batch) {
    RC_ASSERT(answer.status == 201);
    batch.seen = see_batch(answer.body);
    RC_ASSERT(batch.seen.state == "Queued");
    RC_ASSERT(batch.seen.processed == 0U);
    for (const Batch& other : batches_) RC_ASSERT(other.seen.id != batch.seen.id);
    batches_.push_back(std::move(batch));
}

void Bulk1JobModel::add(std::vector<LoadRow> rows, DataDefect defect) {
    const Answer answer = client_->send(
        "POST",
        path() + "/batch",
        data_of(rows, settings_.operation, settings_.form, defect),
        std::string{media_type_of(settings_.form)}
    );
    if (state_ != "Open") return expect_refused(answer, "InvalidJobState");
    Batch batch;
    batch.rows = std::move(rows);
    batch.defect = defect;
    accept(answer, std::move(batch));
}

std::uint64_t Bulk1JobModel::rows_saved() const {
    const SeenJob now = see_job(client_->send("GET", path()).body);
    return now.processed - now.failed;
}

void Bulk1JobModel::add_wrong_kind() {
    const bool is_csv = settings_.form == ContentType::csv;
    const Answer answer = client_->send(
        "POST",
        path() + "/batch",
        is_csv ? "[]" : "LastName\nA\n",
        is_csv ? "application/json" : "text/csv"
    );
    expect_refused(answer, "InvalidBatch");
}

void Bulk1JobModel::set_state(const std::string& state, bool allowed) {
    const Answer answer = client_->set_state(id_, state);
    if (!allowed) return expect_refused(answer, "InvalidJobState");
    RC_ASSERT(answer.status == 200);
    RC_ASSERT(see_job(answer.body).state == state);
    state_ = state;
}

void Bulk1JobModel::close() {
    set_state("Closed", state_ == "Open");
}

void Bulk1JobModel::abort() {
    set_state("Aborted", state_ != "Aborted");
}

void Bulk1JobModel::meet_other_api() {
    const std::string job = "/services/data/v60.0/jobs/ingest/" + id_;
    InProcessApi& org = client_->org();
    expect_refused(org.send("GET", "/services/data/v60.0/jobs/query/" + id_), "NOT_FOUND");
    expect_refused(org.send("GET", job), "NOT_FOUND");
    expect_refused(org.send("PUT", job + "/batches", "LastName\nA\n"), "NOT_FOUND");
    expect_refused(org.send("PATCH", job, R"({"state":"Aborted"})"), "NOT_FOUND");
    expect_refused(org.send("DELETE", job), "NOT_FOUND");
}

void Bulk1JobModel::look_at_batch(std::size_t index) {
    const Batch& batch = batches_.at(index);
    const Answer answer = client_->batch(id_, batch.seen.id);
    RC_ASSERT(answer.status == 200);
    RC_ASSERT((see_batch(answer.body) == batch.seen));
}

bool Bulk1JobModel::has_results(const Batch& batch) const {
    return batch.seen.state == "Completed" || (batch.seen.has_ended() && batch.seen.processed > 0);
}

std::vector<SeenRow> Bulk1JobModel::read_results(const Batch& batch) {
    const Answer answer = client_->batch(id_, batch.seen.id, "/result");
    RC_ASSERT(answer.status == 200);
    RC_ASSERT(answer.headers.get("Content-Type") == media_type_of(data_form_of(settings_.form)));
    return see_results(answer.body, settings_.form);
}

void Bulk1JobModel::expect_no_results(const Batch& batch) {
    const Answer answer = client_->batch(id_, batch.seen.id, "/result");
    expect_refused(answer, "InvalidBatch");
    const char* reason = batch.seen.has_ended() ? "Records not processed" : "Batch not completed";
    RC_ASSERT(answer.body.find(reason) != std::string::npos);
}

void Bulk1JobModel::check_results(std::size_t index) {
    const Batch& batch = batches_.at(index);
    if (!has_results(batch)) {
        expect_no_results(batch);
    } else if (settings_.is_query()) {
        check_found(batch);
    } else {
        check_rows(batch);
    }
}

void Bulk1JobModel::check_rows(const Batch& batch) {
    const std::vector<SeenRow> results = read_results(batch);
    // One line for each row, in the order in which they were sent.
    RC_ASSERT(results.size() == batch.rows.size());
    std::uint64_t saved = 0;
    std::uint64_t failed = 0;
    for (std::size_t i = 0; i < results.size(); ++i) {
        if (is_unprocessed(results[i])) continue;
        check_outcome(batch.rows[i], results[i]);
        ++(results[i].id.empty() ? failed : saved);
    }
    RC_ASSERT(failed == batch.seen.failed);
    RC_ASSERT(saved == batch.seen.processed - batch.seen.failed);
    check_repetitions(batch.rows, results, chunk_rows_);
}

void Bulk1JobModel::observe(bool may_change) {
    const Answer info = client_->send("GET", path());
    const Answer list = client_->send("GET", path() + "/batch");
    RC_ASSERT(info.status == 200);
    RC_ASSERT(list.status == 200);
    if (info.body == body_ && list.body == list_body_) return;
    RC_ASSERT(may_change);
    const std::vector<SeenBatch> batches = see_batches(list.body);
    RC_ASSERT(batches.size() == batches_.size());
    for (std::size_t i = 0; i < batches.size(); ++i) {
        check_batch(batches_[i], batches[i]);
        const bool ends = !batches_[i].seen.has_ended() && batches[i].has_ended();
        if (ends) batches_[i].through_by = client_->org().api().org().now();
        batches_[i].seen = batches[i];
    }
    const SeenJob now = see_job(info.body);
    check_sums(now);
    seen_ = now;
    body_ = info.body;
    list_body_ = list.body;
}

void Bulk1JobModel::check_batch(const Batch& batch, const SeenBatch& now) const {
    RC_ASSERT(now.id == batch.seen.id);
    if (batch.seen.has_ended()) RC_ASSERT((now == batch.seen));
    check_batch_step(batch, now);
    RC_ASSERT(now.failed <= now.processed);
    RC_ASSERT(now.processed <= batch.row_count());
    RC_ASSERT(now.processed >= batch.seen.processed);
    RC_ASSERT(now.failed >= batch.seen.failed);
    RC_ASSERT(now.active_time >= batch.seen.active_time);
    if (now.processed > now.failed) RC_ASSERT(now.active_time > 0U);
    if (now.has_ended()) {
        RC_ASSERT(now.active_time <= now.total_time);
    } else {
        RC_ASSERT(now.total_time == 0U);
    }
}

void Bulk1JobModel::check_batch_step(const Batch& batch, const SeenBatch& now) const {
    RC_ASSERT(may_follow(batch.seen.state, now.state));
    if (batch.is_replaced) RC_ASSERT(now.state == "NotProcessed");
    if (now.state == "NotProcessed") RC_ASSERT((batch.is_replaced || state_ == "Aborted"));
    // What runs when its job is aborted runs on, unless it would have to be put back.
    if (batch.seen.state == "InProgress" && now.state == "NotProcessed")
        RC_ASSERT(now.failed > lock_failures_max_);
    if (now.state == "Queued") {
        RC_ASSERT(state_ != "Aborted");
        // It has not begun, or it was put back and says why.
        if (now.processed > 0) RC_ASSERT(now.message.starts_with("TooManyLockFailure : "));
    }
    check_end(batch, now);
}

void Bulk1JobModel::check_end(const Batch& batch, const SeenBatch& now) const {
    const bool is_readable = batch.defect == DataDefect::none;
    if (now.state == "Completed") {
        RC_ASSERT(is_readable);
        RC_ASSERT(now.processed == batch.row_count());
        RC_ASSERT((batch.found || !settings_.is_query()));
        RC_ASSERT(!must_be_cut(batch));
    }
    if (now.state != "Failed") return;
    if (is_readable) {
        RC_ASSERT(now.message.starts_with("InternalServerError : Retried more than"));
        return;
    }
    RC_ASSERT(now.processed == 0U);
    if (settings_.is_query()) {
        RC_ASSERT(now.message.starts_with("InvalidBatch : "));
        RC_ASSERT(now.message.find("No_Such__c") != std::string::npos);
    } else {
        const std::string_view expected = message_of(batch.defect, settings_.form);
        RC_ASSERT(now.message.find(expected) != std::string::npos);
    }
}

/// The job's counters are those of its batches, each time cut to milliseconds.
void Bulk1JobModel::check_sums(const SeenJob& now) const {
    RC_ASSERT(now.state == state_);
    SeenJob sums;
    for (const Batch& each : batches_) {
        const SeenBatch& batch = each.seen;
        sums.processed += batch.processed;
        sums.failed += batch.failed;
        sums.total_time += batch.total_time;
        sums.active_time += batch.active_time;
        sums.batches_queued += batch.state == "Queued" ? 1U : 0U;
        sums.batches_in_progress += batch.state == "InProgress" ? 1U : 0U;
        sums.batches_completed += batch.state == "Completed" ? 1U : 0U;
        sums.batches_failed += batch.state == "Failed" ? 1U : 0U;
        sums.batches_total += each.is_replaced ? 0U : 1U;
    }
    RC_ASSERT(now.processed == sums.processed);
    RC_ASSERT(now.failed == sums.failed);
    RC_ASSERT(now.retries >= seen_.retries);
    RC_ASSERT(now.batches_queued == sums.batches_queued);
    RC_ASSERT(now.batches_in_progress == sums.batches_in_progress);
    RC_ASSERT(now.batches_completed == sums.batches_completed);
    RC_ASSERT(now.batches_failed == sums.batches_failed);
    // A client waits until completed and failed batches make up the total.
    RC_ASSERT(now.batches_total == sums.batches_total);
    RC_ASSERT(now.total_time >= sums.total_time);
    RC_ASSERT(now.total_time <= sums.total_time + batches_.size());
    RC_ASSERT(now.active_time >= sums.active_time);
    RC_ASSERT(now.active_time <= sums.active_time + batches_.size());
}

void Bulk1JobModel::book(BulkBooks& books) {
    for (std::size_t i = 0; i < batches_.size(); ++i) {
        check_results(i);
        const Batch& batch = batches_[i];
        if (!has_results(batch) || settings_.is_query()) continue;
        const std::vector<SeenRow> results = read_results(batch);
        const BulkBooks::Source source{id_, static_cast<std::uint32_t>(i), batch.through_by};
        for (std::size_t row = 0; row < results.size(); ++row) {
            if (is_unprocessed(results[row])) continue;
            books.add(source, batch.rows[row], results[row]);
        }
    }
}

}  // namespace rowlock
