// Loaders of Bulk API 1.0 and of REST.
#include "harness/batcher/zoo/loader_zoo.hpp"
#include "harness/replay/bulk1_requests.hpp"
#include "harness/replay/bulk2_requests.hpp"
#include "harness/replay/rest_requests.hpp"

#include <numeric>
#include <utility>

namespace rowlock::loader {
namespace {

/// The answer to the request, which is repeated until there is one.
std::optional<HttpResponse> repeat(OrgConnection& org, const HttpRequest& request) {
    constexpr int k_tries = 20;
    for (int i = 0; i < k_tries; ++i) {
        auto answer = org.send(request);
        if (answer && answer->status < 500) return answer;
        org.wait(std::chrono::seconds{5});
    }
    return std::nullopt;
}

LoadAccount nothing_of(const LoadTask& task) {
    return LoadAccount(task.rows.size(), RowFate::unprocessed);
}

/// All rows in one request.
LoadAccount repeat_collection(const LoadTask& task, OrgConnection& org) {
    LoadAccount account = nothing_of(task);
    const bool upsert = task.operation == "upsert";
    const LoadOperation operation = upsert ? LoadOperation::upsert : LoadOperation::insert;
    const RestRequests requests{{task.object, operation, task.external_id_field}, k_api_version};
    std::vector<RestRecord> records;
    for (const std::vector<std::string>& cells : task.rows) {
        RestRecord& record = records.emplace_back();
        for (std::size_t i = 0; i < cells.size(); ++i) {
            record.emplace_back(task.columns[i], cells[i]);
        }
    }
    const HttpRequest request = requests.collection(records);
    const auto answer = repeat(org, request);
    if (!answer) return account;
    const auto outcomes =
        read_collection(RequestLine::of(request), *answer, records.size(), operation);
    if (!outcomes) return account;
    for (std::size_t row = 0; row < account.size(); ++row) {
        const bool failed = (*outcomes)[row].status == RowStatus::failed;
        account[row] = failed ? RowFate::failed : RowFate::loaded;
    }
    return account;
}

/// What became of the rows of a batch of Bulk API 1.0, once it has ended.
LoadAccount await_batch(
    const LoadTask& task,
    OrgConnection& org,
    const Bulk1Requests& requests,
    const std::string& job,
    const std::string& batch
) {
    LoadAccount account = nothing_of(task);
    const HttpRequest info = requests.batch_info(job, batch);
    for (;;) {
        const auto answer = repeat(org, info);
        const auto status = answer ? read_bulk1_batch(RequestLine::of(info), *answer)
                                   : Result<Bulk1BatchStatus>{Bulk1BatchStatus{}};
        if (!status || status->state == "NotProcessed") return account;
        if (status->ended()) break;
        org.wait(std::chrono::seconds{5});
    }
    const HttpRequest request = requests.result(job, batch);
    const auto answer = repeat(org, request);
    if (!answer) return account;
    const auto results = read_bulk1_result(RequestLine::of(request), *answer, account.size());
    if (!results) return account;
    for (std::size_t row = 0; row < account.size(); ++row) {
        account[row] = (*results)[row].success ? RowFate::loaded : RowFate::failed;
    }
    return account;
}

/// All rows in one batch.
LoadAccount repeat_batch(const LoadTask& task, OrgConnection& org) {
    const Bulk1Requests requests{k_api_version};
    const HttpRequest create =
        requests.create({task.object, task.operation, task.external_id_field, false});
    const auto created = repeat(org, create);
    if (!created) return nothing_of(task);
    const auto job = read_bulk1_job(RequestLine::of(create), *created);
    if (!job) return nothing_of(task);
    std::vector<std::size_t> rows(task.rows.size());
    std::iota(rows.begin(), rows.end(), 0U);
    const HttpRequest add = requests.add_batch(job->id, csv_of(task, rows));
    const auto added = repeat(org, add);
    repeat(org, requests.set_state(job->id, "Closed"));
    if (!added) return nothing_of(task);
    const auto batch = read_bulk1_batch(RequestLine::of(add), *added);
    return batch ? await_batch(task, org, requests, job->id, batch->id) : nothing_of(task);
}

}  // namespace

std::vector<LoaderBug> other_api_bugs() {
    return {
        {"repeats-collection",
         "inserts by REST, and again if there is no answer",
         {"L2"},
         repeat_collection},
        {"repeats-batch",
         "adds a batch to a job of Bulk API 1.0, and again if there is no answer",
         {"L2"},
         repeat_batch},
    };
}

}  // namespace rowlock::loader
