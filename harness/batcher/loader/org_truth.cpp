// What an org says of a load when everything is over.
#include "harness/batcher/loader/faulty_org.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/testing/csv_table.hpp"
#include "mockorg/testing/in_process_org.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace rowlock::loader {
namespace {

constexpr Duration k_aftermath = std::chrono::hours{1};

/// The reply to a request that is answered at once.
template <class Request>
Result<typename Request::Reply> ask(Org& org, Request request) {
    std::optional<Result<typename Request::Reply>> answer;
    org.submit(org.now(), std::move(request), [&answer](Result<typename Request::Reply> reply) {
        answer = std::move(reply);
    });
    ROWLOCK_ASSERT(answer.has_value());
    return std::move(*answer);
}

bool has_ended(JobState state) {
    return state == JobState::job_complete || state == JobState::failed ||
           state == JobState::aborted || state == JobState::closed;
}

/// A value as text; empty for null.
std::string plain_text(const std::string& json) {
    const auto value = parse_json(json);
    return value && value->is_string() ? value->get<std::string>() : std::string{};
}

}  // namespace

std::optional<std::size_t> FaultyOrg::row_of(std::string_view key) const {
    for (std::size_t row = 0; row < task_.rows.size(); ++row) {
        if (task_.rows[row][task_.key_column] == key) return row;
    }
    return std::nullopt;
}

void FaultyOrg::add_failure(std::size_t row, std::string_view error) {
    RowTruth& known = truth_.rows[row];
    ++known.failures;
    if (may_pass_later(error)) return;
    ++known.refusals;
    if (known.refusal.empty()) known.refusal = error;
}

void FaultyOrg::read_bulk2_results(const RecordId& job) {
    const std::string& key = task_.columns[task_.key_column];
    for (const JobResultKind kind : {JobResultKind::failed, JobResultKind::unprocessed}) {
        const auto body = ask(api_.org(), GetJobResults{job, kind});
        if (!body) continue;
        const auto table = parse_csv_table(read_all(*body));
        if (!table || !table->column(key)) continue;
        for (std::size_t i = 0; i < table->rows.size(); ++i) {
            const auto row = row_of(table->at(i, key));
            if (!row) continue;
            if (kind == JobResultKind::unprocessed) {
                ++truth_.rows[*row].unprocessed;
            } else {
                add_failure(*row, table->at(i, "sf__Error"));
            }
        }
    }
}

/// Results of Bulk API 1.0 are in the order of the batch.
void FaultyOrg::read_batch(const RecordId& job, const BatchInfo& batch) {
    const auto sent = ask(api_.org(), GetBatchRequest{job, batch.id});
    const auto table = sent ? parse_csv_table(**sent) : CsvTable{};
    const std::string& key = task_.columns[task_.key_column];
    if (!table || !table->column(key)) {
        truth_.told_by_jobs = false;
        return;
    }
    const auto results = ask(api_.org(), GetBatchResult{job, batch.id});
    const auto* rows = results ? std::get_if<BatchRows>(&*results) : nullptr;
    for (std::size_t i = 0; i < table->rows.size(); ++i) {
        const auto row = row_of(table->at(i, key));
        if (!row) continue;
        const auto place = static_cast<std::uint32_t>(i);
        if (rows == nullptr || place >= rows->size()) {
            ++truth_.rows[*row].unprocessed;
            continue;
        }
        const BatchRows::Row result = rows->row(place);
        if (result.success()) continue;
        if (batch.state == BatchState::completed) {
            add_failure(*row, result.error);
            continue;
        }
        // Of a batch that was given up: nothing tells the rows that failed from those untried.
        ++truth_.rows[*row].failures;
        ++truth_.rows[*row].unprocessed;
    }
}

void FaultyOrg::read_results(const JobInfo& job) {
    if (job.kind != JobKind::ingest) return;
    if (job.api == BulkApi::v2) return read_bulk2_results(job.id);
    if (job.content_type != ContentType::csv) truth_.told_by_jobs = false;
    const auto batches = ask(api_.org(), ListBatches{job.id});
    if (!batches || job.content_type != ContentType::csv) return;
    for (const BatchInfo& batch : *batches) read_batch(job.id, batch);
}

/// Nobody can ask for its results afterwards.
void FaultyOrg::read_deleted(const HttpTarget& target) {
    const auto job = job_of(target);
    if (job) read_bulk2_results(*job);
}

void FaultyOrg::compare(const std::vector<std::string>& stored) {
    const auto row = row_of(stored[task_.key_column]);
    if (!row) {
        if (!truth_.invented) truth_.invented = stored[task_.key_column];
        return;
    }
    RowTruth& known = truth_.rows[*row];
    ++known.copies;
    const std::vector<std::string>& given = task_.rows[*row];
    const auto difference = std::mismatch(stored.begin(), stored.end(), given.begin()).first;
    if (difference == stored.end()) {
        ++known.right;
    } else if (stored.front() == k_untouched_name) {
        ++known.untouched;
    } else if (!known.spoiled) {
        const auto column = static_cast<std::size_t>(difference - stored.begin());
        known.spoiled = SpoiledCell{column, *difference};
    }
}

void FaultyOrg::read_records() {
    RunQuery query{"SELECT LastName, Email, AccountId, Description FROM Contact"};
    const auto reply = ask(api_.org(), std::move(query));
    ROWLOCK_ASSERT(reply.has_value());
    for (const RecordFields& record : reply->records) {
        std::vector<std::string> cells;
        for (const auto& field : record.fields) cells.push_back(plain_text(field.second));
        compare(cells);
    }
}

OrgTruth FaultyOrg::truth() {
    const auto jobs = ask(api_.org(), ListJobs{});
    ROWLOCK_ASSERT(jobs.has_value());
    for (const JobInfo& job : *jobs) {
        const std::string id = job.id.text();
        if (known_jobs_.count(id) > 0 && !has_ended(job.state)) truth_.open_jobs.push_back(id);
    }
    api_.org().advance_to(now() + k_aftermath);
    for (const JobInfo& job : *jobs) read_results(job);
    read_records();
    return std::move(truth_);
}

}  // namespace rowlock::loader
