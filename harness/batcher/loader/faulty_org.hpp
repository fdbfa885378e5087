#pragma once

#include "harness/batcher/loader/happenings.hpp"
#include "harness/batcher/loader/history.hpp"
#include "harness/batcher/loader/loader.hpp"
#include "mockorg/api/api.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::loader {

/// A cell that the org has otherwise than it was given.
struct SpoiledCell {
    /// Of the task.
    std::size_t column = 0;
    std::string stored;
};

/// What the org knows of one row when everything is over.
struct RowTruth {
    /// Records of the row's key.
    std::uint32_t copies = 0;
    /// Those of them that hold just what was to be loaded, and those that nobody touched.
    std::uint32_t right = 0;
    std::uint32_t untouched = 0;
    /// Of the others; the first one found.
    std::optional<SpoiledCell> spoiled;
    /// Results of jobs that have the row as failed, and how many of those say that it is no use to
    /// try again.
    std::uint32_t failures = 0;
    std::uint32_t refusals = 0;
    /// The first such error.
    std::string refusal;
    /// Results that have it as unprocessed.
    std::uint32_t unprocessed = 0;
};

struct OrgTruth {
    std::vector<RowTruth> rows;
    /// The key of a record that stands for no row of the task.
    std::optional<std::string> invented;
    /// Everything was written by jobs whose results could be read: failures, refusals and
    /// unprocessed are all there were.
    bool told_by_jobs = true;
    /// Jobs that had not ended when the loader had; those whose reply to their create was lost do
    /// not count.
    std::vector<std::string> open_jobs;
    Happenings happenings;
};

/// An org in which a history takes place, and the way to it. Counts the loader's steps, lets events
/// happen, and writes down every request. One load.
class FaultyOrg final : public OrgConnection {
public:
    /// Thrown out of send() and wait() when a loader goes on without end. It is no exception of the
    /// standard library, so that a loader which catches those does not catch it; one that catches
    /// everything and goes on hangs.
    struct Exhausted {
        std::string why;
    };

    explicit FaultyOrg(const History& history);

    const LoadTask& task() const { return task_; }

    std::optional<HttpResponse> send(HttpRequest request) override;
    void wait(Duration time) override;
    TimePoint now() const override;

    /// To be asked once, after the loader: lets an hour pass, so that all that runs comes to its
    /// end.
    OrgTruth truth();

    /// A line for each request, with its answer; the first ones only.
    const std::vector<std::string>& transcript() const { return transcript_; }

private:
    /// The last name of records that were there before the load.
    static constexpr const char* k_untouched_name = "before";

    /// What the events of a step leave of a request.
    enum class Passage : std::uint8_t {
        whole,
        unavailable,
        request_lost,
        reply_lost,
        gateway_timeout
    };

    void add_accounts();
    void add_rows();
    void add_known_contact(const HistoryRow& row, std::size_t number);
    std::string write(WriteRecord record);
    void check_patience(Duration ahead);
    Passage let_events_happen(Step step, const HttpTarget& target);
    bool is_time_of(const Event& event, Step step) const;
    /// Whether there was anything that it could happen to.
    bool happen(const Event& event, const HttpTarget& target, Passage& passage);
    void lock_account(std::uint8_t account);
    bool abort_job(const HttpTarget& target);
    std::optional<HttpResponse> deliver(HttpRequest request, Step step, Passage passage);
    HttpResponse perform(HttpRequest request);
    void note(const HttpRequest& request, Step step, const std::string& outcome);
    void note_new_jobs(bool answered);
    void read_results(const JobInfo& job);
    void read_bulk2_results(const RecordId& job);
    void read_batch(const RecordId& job, const BatchInfo& batch);
    void read_deleted(const HttpTarget& target);
    void add_failure(std::size_t row, std::string_view error);
    void read_records();
    void compare(const std::vector<std::string>& stored);
    std::optional<std::size_t> row_of(std::string_view key) const;

    History history_;
    Api api_;
    LoadTask task_;
    std::vector<RecordId> accounts_;
    TimePoint start_;
    std::uint32_t requests_ = 0;
    std::array<std::uint32_t, k_steps> steps_{};
    /// Job ids; the loader was not told of all of them.
    std::set<std::string> seen_jobs_;
    std::set<std::string> known_jobs_;
    std::vector<std::string> transcript_;
    OrgTruth truth_;
};

/// The job that a path of either Bulk API names, if any.
std::optional<RecordId> job_of(const HttpTarget& target);

/// What a request of Bulk API 2.0 ingest is about.
Step step_of(const HttpRequest& request, const HttpTarget& target);

}  // namespace rowlock::loader
