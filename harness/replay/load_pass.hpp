#pragma once

#include "harness/replay/api_usage_watch.hpp"
#include "harness/replay/batch_exchange.hpp"
#include "harness/replay/creation_watch.hpp"
#include "harness/replay/driver.hpp"
#include "harness/replay/feed_place.hpp"
#include "harness/replay/partition_feeds.hpp"
#include "harness/replay/pass_requests.hpp"
#include "harness/replay/pass_spec.hpp"
#include "harness/replay/pass_statistics.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

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
    void detach(TimePoint now);

    /// The first thing that went wrong; rows whose outcome it hid are still `sent`.
    const std::optional<Error>& error() const { return error_; }

    bool interrupted() const { return interrupted_; }

    /// The first token not used.
    Token next_token() const { return requests_.next_token(); }

    const PassStatistics& statistics() const { return statistics_; }

    /// Jobs that may still run, because we could not see them through.
    const std::vector<std::string>& jobs_left() const { return jobs_left_; }

    const std::vector<PartitionProgress>& progress() const { return progress_; }

    const ApiUsageWatch& api_usage() const { return api_usage_; }

    const CreationWatch& creations() const { return creations_; }

private:
    struct Job {
        JobNo number = 0;
        std::size_t partition = 0;
        std::unique_ptr<BatchExchange> exchange;
        FeedPlace place;
        bool busy = false;
        /// Its request failed, and it was told to take the batch back.
        bool taken_back = false;
        /// Closes what the partition's batches share; has no rows.
        bool closing = false;
    };

    /// What the partition's shared jobs need is said once.
    struct Partition {
        std::uint64_t jobs = 0;
        bool closed = false;
    };

    static BatchPlace place_of(const Job& job);
    TimePoint next_time() const;
    Action send_next(TimePoint now);
    void find_work(TimePoint now);
    bool use_spare_time(TimePoint now);
    void read_kept_answer(TimePoint now);
    void begin_job(TimePoint now, std::size_t partition);
    Job& add_job(std::size_t partition, std::unique_ptr<BatchExchange> exchange);
    bool begin_closing();

    void enqueue(Job& job, bool polling = false);
    Send send(TimePoint now, Task task);

    bool repeat(TimePoint now, Job& job, const Task& task, const Result<HttpResponse>& response);
    void take(TimePoint now, Job& job, const Task& task, Result<HttpResponse> response);
    void follow(TimePoint now, Job& job, const Task& task);
    void go_on(TimePoint now, Job& job);
    Duration pause_after_abort() const;
    void ask_on(TimePoint now, std::size_t partition, bool job_ended);
    void settle(Job& job);
    void go_wrong(TimePoint now, Job& job, const Task& task, BatchPhase before, Error error);
    void stop(Error error);
    void leave(Job& job);
    void leave_unclear(const Job& job);
    void remove(const Job& job);
    void end_all(TimePoint now);

    PassSpec spec_;
    PassStatistics statistics_;
    PassContext context_;
    std::unique_ptr<BatchApi> api_;
    PartitionFeeds feeds_;
    CreationWatch creations_;
    std::vector<Partition> partitions_;
    std::vector<PartitionProgress> progress_;
    ApiUsageWatch api_usage_;
    JobNo next_job_ = 0;
    std::map<JobNo, Job> jobs_;
    PassRequests requests_;
    bool beginning_ = true;
    bool interrupted_ = false;
    std::optional<Error> error_;
    std::vector<std::string> jobs_left_;
};

}  // namespace rowlock
