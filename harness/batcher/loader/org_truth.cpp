// What an org says of a load when everything is over.
#include "harness/batcher/loader/faulty_org.hpp"
#include "mockorg/base/error.hpp"
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

/// Whether an error of a result file says that the row can do nothing for it.
bool may_be_tried_again(std::string_view error) {
    const Reaction wanted = reaction(error.substr(0, error.find(':')));
    return wanted == Reaction::retry_row || wanted == Reaction::retry_batch;
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

void FaultyOrg::read_results(const RecordId& job) {
    const std::string& key = task_.columns[task_.key_column];
    for (const JobResultKind kind : {JobResultKind::failed, JobResultKind::unprocessed}) {
        const auto body = ask(api_.org(), GetJobResults{job, kind});
        if (!body) continue;
        const auto table = parse_csv_table(read_all(*body));
        if (!table || !table->column(key)) continue;
        for (std::size_t i = 0; i < table->rows.size(); ++i) {
            const auto row = row_of(table->at(i, key));
            if (!row) continue;
            RowTruth& known = truth_.rows[*row];
            if (kind == JobResultKind::unprocessed) {
                ++known.unprocessed;
                continue;
            }
            ++known.failures;
            if (!may_be_tried_again(table->at(i, "sf__Error"))) ++known.refusals;
        }
    }
}

void FaultyOrg::read_records() {
    RunQuery query{"SELECT LastName, Email, AccountId, Description FROM Contact"};
    const auto reply = ask(api_.org(), std::move(query));
    ROWLOCK_ASSERT(reply.has_value());
    for (const RecordFields& record : reply->records) {
        std::vector<std::string> cells;
        for (const auto& field : record.fields) cells.push_back(plain_text(field.second));
        const auto row = row_of(cells[task_.key_column]);
        if (!row) {
            ++truth_.invented;
            continue;
        }
        RowTruth& known = truth_.rows[*row];
        ++known.copies;
        if (cells == task_.rows[*row]) {
            ++known.right;
        } else if (cells.front() == k_untouched_name) {
            ++known.untouched;
        }
    }
}

void FaultyOrg::read_results_of(const HttpTarget& target) {
    const auto job = job_of(target);
    if (job) read_results(*job);
}

OrgTruth FaultyOrg::truth() {
    const auto jobs = ask(api_.org(), ListJobs{});
    ROWLOCK_ASSERT(jobs.has_value());
    for (const JobInfo& job : *jobs) {
        const std::string id = job.id.text();
        const bool known =
            std::find(known_jobs_.begin(), known_jobs_.end(), id) != known_jobs_.end();
        if (known && !has_ended(job.state)) truth_.open_jobs.push_back(id);
    }
    api_.org().advance_to(now() + k_aftermath);
    for (const JobInfo& job : *jobs) read_results(job.id);
    read_records();
    return std::move(truth_);
}

}  // namespace rowlock::loader
