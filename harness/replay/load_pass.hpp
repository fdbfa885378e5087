#pragma once

#include "harness/load/load_step.hpp"
#include "harness/load/row_partitions.hpp"
#include "harness/load/row_source.hpp"
#include "harness/replay/bulk2_requests.hpp"
#include "harness/replay/driver.hpp"
#include "harness/replay/job_accounting.hpp"
#include "harness/replay/partition_feed.hpp"
#include "harness/replay/result_ledger.hpp"
#include "mockorg/base/random.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// What a pass sends. Source, ids, ledger and created_ids must outlive the pass.
struct PassSpec {
    const RowSource* source = nullptr;
    std::span<const IdTable> ids;
    std::string object;
    /// Operation, batch size and pace; its row selection is already in `partitions`.
    LoadStep step;
    std::vector<RowSequence> partitions;
    /// Then there is one partition, of the plan's rows.
    std::shared_ptr<const SendPlan> plan;
    Random random{0};
    /// By row number of the source.
    ResultLedger* ledger = nullptr;
    /// Where the ids of records go; nothing: they are not kept.
    IdTable* created_ids = nullptr;
    /// Tokens count from here.
    Token first_token = 0;
};

/// Figures about the jobs of one pass.
struct PassStatistics {
    std::uint64_t jobs = 0;
    std::uint64_t jobs_failed = 0;
    /// Error message of the first failed job.
    std::string first_job_failure;
    /// Times the org sent a batch back to its queue.
    std::uint64_t retries = 0;
    /// Sum of the jobs' active processing times.
    Duration active_time{};
    /// On the org's clock, milliseconds since 1970: first job created, last job ended.
    std::optional<std::int64_t> first_created_ms;
    std::optional<std::int64_t> last_ended_ms;
};

/// Sends rows as Bulk API 2.0 jobs and collects the outcome of each row: create, PUT, PATCH, ask
/// until the job has ended, read its results. A request that fails for a passing reason is repeated
/// up to five times; any other trouble ends the pass in order: no further jobs, but those running
/// are seen through.
class LoadPass final : public Driver {
public:
    LoadPass(PassSpec spec, TimePoint start);

    Action next(TimePoint now) override;
    void reply(TimePoint now, Token token, Result<HttpResponse> response) override;
    /// Aborts what is running, then collects what it still did.
    void interrupt(TimePoint now) override;
    void abandon(TimePoint now, Error error) override;

    /// The first thing that went wrong; rows whose outcome it hid are still `sent`.
    const std::optional<Error>& error() const { return error_; }

    bool interrupted() const { return interrupted_; }

    /// The first token not used.
    Token next_token() const { return next_token_; }

    const PassStatistics& statistics() const { return statistics_; }

    /// Jobs that may still run, because we could not see them through.
    const std::vector<std::string>& jobs_left() const { return jobs_left_; }

private:
    enum class Step : std::uint8_t {
        create,
        upload,
        close,
        info,
        successful,
        failed,
        unprocessed,
        abort
    };

    struct Job {
        JobNo number = 0;
        std::size_t partition = 0;
        std::string id;
        SentRows rows;
        /// The org has all of it and may be processing it.
        bool closed = false;
        bool busy = false;
        std::unique_ptr<JobAccounting> accounting;
    };

    struct Task {
        JobNo job = 0;
        Step step = Step::create;
        unsigned attempt = 0;
        RequestLine asked;
    };

    PartitionFeed& feed_of(const Job& job) { return feeds_[job.partition]; }

    std::optional<std::size_t> partition_to_begin(TimePoint now) const;
    std::optional<std::size_t> partition_to_poll(TimePoint now) const;
    TimePoint next_time() const;
    void begin_job(TimePoint now, std::size_t partition);

    void enqueue(Job& job, Step step);
    Send send(Task task);
    HttpRequest request_for(Job& job, Step step);
    std::string render(Job& job);

    Result<void> take(TimePoint now, Job& job, const Task& task, HttpResponse answer);
    Result<void> take_created(Job& job, const Task& task, const HttpResponse& answer);
    Result<void> take_closed(TimePoint now, Job& job, const Task& task, const HttpResponse& answer);
    Result<void> take_info(TimePoint now, Job& job, const Task& task, const HttpResponse& answer);
    Result<void> take_results(Job& job, const Task& task, HttpResponse answer);
    void take_aborted(Job& job);

    void note_failed_job(const IngestJobStatus& status);
    void ask_on(TimePoint now, PartitionFeed& feed, bool job_ended);
    void collect(Job& job);
    void mark_sent(const Job& job);
    void go_wrong(TimePoint now, Job& job, Step step, Error error);
    void remember(Error error);
    void leave(Job& job);

    void remove(const Job& job) { jobs_.erase(job.number); }

    PassSpec spec_;
    Bulk2Requests requests_;
    IngestJobSpec job_spec_;
    RowIdentity identity_;
    RowKeyReader keys_;
    std::vector<PartitionFeed> feeds_;
    std::map<JobNo, Job> jobs_;
    std::deque<Task> ready_;
    std::multimap<TimePoint, Task> delayed_;
    std::map<Token, Task> asked_;
    Token next_token_;
    bool beginning_ = true;
    bool interrupted_ = false;
    std::optional<Error> error_;
    PassStatistics statistics_;
    std::vector<std::string> jobs_left_;
};

}  // namespace rowlock
