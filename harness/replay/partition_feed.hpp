#pragma once

#include "harness/load/load_step.hpp"
#include "harness/load/row_partitions.hpp"
#include "harness/replay/send_gate.hpp"
#include "mockorg/base/random.hpp"
#include "mockorg/base/time.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace rowlock {

/// Number of a job in its pass, in order of beginning.
using JobNo = std::uint32_t;

/// The pace of one partition: when its next job begins, and when its running jobs are asked for.
/// Jobs of a partition begin one after another; a job's way is begin, then closed, then ended.
/// Between begin and closed it may be committing: then the next job begins while the answer to the
/// request that closes this one is on its way. A job that comes to nothing is given_up, or ended if
/// it was committing.
///
/// Asking is cheap: without an in-flight limit only the oldest running job is asked for, and the
/// next one as soon as that has ended; with a limit all of them, because each one that ended makes
/// room.
class PartitionFeed {
public:
    struct Slice {
        RowNumber first = 0;
        RowNumber count = 0;
    };

    /// `step` gives batch size, interval, limit and poll distance; times are whole milliseconds, so
    /// that they survive the trip through a control API.
    /// With a plan, whose rows these are, the plan says what a job holds and when it may begin.
    /// `asks`: running jobs are asked for; otherwise they tell by themselves that they have ended.
    PartitionFeed(
        RowSequence rows,
        const LoadStep& step,
        Random random,
        TimePoint start,
        std::shared_ptr<const SendPlan> plan = nullptr,
        bool asks = true
    );

    const RowSequence& rows() const { return rows_; }

    /// All rows are in jobs already.
    bool exhausted() const { return gate_ ? gate_->exhausted() : next_row_ >= rows_.size(); }

    /// When the next job may begin; nothing if there are no rows left, a job is being uploaded, two
    /// are committing, the limit is reached or the plan has it wait for jobs that have not ended.
    std::optional<TimePoint> next_begin() const;

    /// What the next job will hold; only if not exhausted() and, with a plan, one may begin.
    Slice next() const;

    /// Whether that is one of the plan's serial lane.
    bool next_is_serial() const;

    /// Unless `paced`, the one after it may follow at once: an earlier run began this one.
    Slice begin(TimePoint now, bool paced = true);

    /// The rows of the job being uploaded that did not fit go into the next one. Not with a plan.
    void give_back(RowNumber rows);

    /// A job has begun and is not closed.
    bool sending() const { return uploading_ || !committing_.empty(); }

    /// The request that closes the job being uploaded is under way. The job may be running already.
    void committing(JobNo job);

    /// The job being uploaded, or the committing one of this number, is complete and now running.
    void closed(TimePoint now, JobNo job);

    /// The job being uploaded came to nothing.
    void given_up();

    /// A running or committing job has ended, or nothing more can be learnt of it.
    void ended(JobNo job);

    /// When running jobs are asked for next; nothing if there are none or a round of asking is
    /// under way.
    std::optional<TimePoint> next_poll() const;

    /// Begins a round of asking: the first job to ask for.
    JobNo begin_poll();

    /// After the answer about one job, which has `ended` or not: the next job to ask for in this
    /// round; nothing when the round is over.
    std::optional<JobNo> next_in_poll(TimePoint now, bool job_ended);

    const std::deque<JobNo>& running() const { return running_; }

private:
    Duration interval_before(std::uint32_t job) const;
    void end_upload(JobNo job);

    RowSequence rows_;
    RowNumber batch_rows_;
    Interval interval_;
    std::uint32_t in_flight_max_;
    Duration poll_every_;
    Random random_;
    bool asks_;

    RowNumber next_row_ = 0;
    std::uint32_t begun_ = 0;
    TimePoint next_begin_;
    bool uploading_ = false;
    /// With a plan only, like the two below: the batch being uploaded, and those sent.
    std::optional<SendGate> gate_;
    std::uint32_t uploading_batch_ = 0;
    std::map<JobNo, std::uint32_t> batch_of_job_;
    /// Few.
    std::vector<JobNo> committing_;
    /// Oldest first.
    std::deque<JobNo> running_;
    TimePoint next_poll_{};
    bool polling_ = false;
    std::size_t poll_position_ = 0;
};

}  // namespace rowlock
