#pragma once

#include "harness/load/load_step.hpp"
#include "harness/load/row_partitions.hpp"
#include "harness/load/row_source.hpp"
#include "harness/replay/api_usage_watch.hpp"
#include "harness/replay/batch_exchange.hpp"
#include "harness/replay/driver.hpp"
#include "harness/replay/partition_feed.hpp"
#include "harness/replay/pass_statistics.hpp"
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
    /// API, operation, batch size and pace; its row selection is already in `partitions`.
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
    /// What earlier runs sent is read, not sent again.
    PassJournal journal;
};

/// What the pass's batches have in common. The spec and the statistics outlive it.
PassContext pass_context(const PassSpec& spec, PassStatistics& statistics);

/// How far a partition is.
struct PartitionProgress {
    std::uint64_t rows = 0;
    /// Rows with an outcome, failed ones among them.
    std::uint64_t done = 0;
    std::uint64_t failed = 0;
};

/// Sends rows in batches, by any of the APIs, and collects the outcome of each row. A request that
/// fails for a passing reason is repeated for a while; any other trouble ends the pass in order: no
/// further batches, but those running are seen through.
class LoadPass final : public Driver {
public:
    LoadPass(PassSpec spec, TimePoint start);

    Action next(TimePoint now) override;
    void reply(TimePoint now, Token token, Result<HttpResponse> response) override;
    /// Aborts what is running, then collects what it still did.
    void interrupt(TimePoint now) override;
    void abandon(TimePoint now, Error error) override;

    /// Says nothing more to the org: what runs goes on there.
    void detach();

    /// The first thing that went wrong; rows whose outcome it hid are still `sent`.
    const std::optional<Error>& error() const { return error_; }

    bool interrupted() const { return interrupted_; }

    /// The first token not used.
    Token next_token() const { return next_token_; }

    const PassStatistics& statistics() const { return statistics_; }

    /// Jobs that may still run, because we could not see them through.
    const std::vector<std::string>& jobs_left() const { return jobs_left_; }

    const std::vector<PartitionProgress>& progress() const { return progress_; }

    const ApiUsageWatch& api_usage() const { return api_usage_; }

private:
    struct Job {
        JobNo number = 0;
        std::size_t partition = 0;
        std::unique_ptr<BatchExchange> exchange;
        /// Where its partition's feed has it.
        enum class Place : std::uint8_t { none, uploading, running } place = Place::none;
        /// Rows the feed gave it.
        RowNumber slice = 0;
        bool busy = false;
        /// Its request failed, and it was told to take the batch back.
        bool taken_back = false;
        /// Closes what the partition's batches share; has no rows.
        bool closing = false;
    };

    struct Task {
        JobNo job = 0;
        unsigned attempt = 0;
        /// Part of a round of asking.
        bool polling = false;
        RequestLine asked;
    };

    PartitionFeed& feed_of(const Job& job) { return feeds_[job.partition]; }

    /// What the partition's shared jobs need is said once.
    struct Partition {
        std::uint64_t jobs = 0;
        bool closed = false;
    };

    std::optional<std::size_t> partition_to_begin(TimePoint now) const;
    std::optional<std::size_t> partition_to_poll(TimePoint now) const;
    std::optional<TimePoint> begin_time(const PartitionFeed& feed, std::size_t partition) const;
    TimePoint next_time() const;
    void find_work(TimePoint now);
    void begin_job(TimePoint now, std::size_t partition);
    Job& add_job(std::size_t partition, std::unique_ptr<BatchExchange> exchange);
    bool begin_closing();

    void enqueue(Job& job, bool polling = false);
    Send send(TimePoint now, Task task);

    bool repeat(TimePoint now, Job& job, const Task& task, const Result<HttpResponse>& response);
    void take(TimePoint now, Job& job, const Task& task, Result<HttpResponse> response);
    void follow(TimePoint now, Job& job, const Task& task);
    void tell_feed(TimePoint now, Job& job);
    void go_on(TimePoint now, Job& job);
    void ask_on(TimePoint now, std::size_t partition, bool job_ended);
    void settle(Job& job);
    void mark_sent(const Job& job);
    void go_wrong(TimePoint now, Job& job, const Task& task, BatchPhase before, Error error);
    void release_feed(Job& job);
    void stop(Error error);
    void leave(Job& job);
    void remove(const Job& job);
    void end_all();

    PassSpec spec_;
    PassStatistics statistics_;
    PassContext context_;
    std::unique_ptr<BatchApi> api_;
    std::vector<PartitionFeed> feeds_;
    std::vector<Partition> partitions_;
    std::vector<PartitionProgress> progress_;
    ApiUsageWatch api_usage_;
    JobNo next_job_ = 0;
    std::map<JobNo, Job> jobs_;
    std::deque<Task> ready_;
    std::multimap<TimePoint, Task> delayed_;
    std::map<Token, Task> asked_;
    Token next_token_;
    bool beginning_ = true;
    bool interrupted_ = false;
    std::optional<Error> error_;
    std::vector<std::string> jobs_left_;
};

}  // namespace rowlock
