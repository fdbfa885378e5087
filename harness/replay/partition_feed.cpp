#include "harness/replay/partition_feed.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>

namespace rowlock {
namespace {

/// Asking more often would only load the org.
constexpr Duration k_poll_min = std::chrono::milliseconds{10};

/// One request overlaps with the next job. Where the org does not even answer those, more data
/// would not help it.
constexpr std::size_t k_committing_max = 2;

Duration whole_milliseconds(Duration value) {
    return std::chrono::floor<std::chrono::milliseconds>(value);
}

}  // namespace

PartitionFeed::PartitionFeed(
    RowSequence rows,
    const LoadStep& step,
    Random random,
    TimePoint start,
    std::shared_ptr<const SendPlan> plan,
    bool asks
)
    : rows_(std::move(rows)),
      batch_rows_(std::max<RowNumber>(1, step.batch_rows)),
      interval_(step.interval),
      in_flight_max_(step.in_flight),
      poll_every_(std::max(whole_milliseconds(step.poll_every), k_poll_min)),
      random_(random),
      asks_(asks),
      next_begin_(start) {
    // Where the feed counts batches in flight, waiting serial ones must not take all the room.
    const bool org_has_serial_lane = step.api == LoadApi::bulk1 && step.in_flight == 0;
    if (plan != nullptr) gate_.emplace(std::move(plan), org_has_serial_lane);
}

Duration PartitionFeed::interval_before(std::uint32_t job) const {
    const double factor =
        1.0 - interval_.jitter + 2.0 * interval_.jitter * random_.split(job).uniform();
    return whole_milliseconds(seconds(to_seconds(interval_.mean) * factor));
}

std::optional<TimePoint> PartitionFeed::next_begin() const {
    // The org may be at work on a committing job.
    const std::size_t in_flight = running_.size() + committing_.size();
    const bool full = in_flight_max_ > 0 && in_flight >= in_flight_max_;
    const bool busy = uploading_ || committing_.size() >= k_committing_max;
    if (exhausted() || busy || full) return std::nullopt;
    if (gate_ && !gate_->next()) return std::nullopt;
    return next_begin_;
}

PartitionFeed::Slice PartitionFeed::next() const {
    if (!gate_) return {next_row_, rows_.batch_size(next_row_, batch_rows_)};
    const SendPlan::Batch& batch = gate_->batch(*gate_->next());
    return {batch.first, batch.count};
}

bool PartitionFeed::next_is_serial() const {
    return gate_ && gate_->batch(*gate_->next()).serial;
}

PartitionFeed::Slice PartitionFeed::begin(TimePoint now, bool paced) {
    const Slice slice = next();
    if (gate_) {
        uploading_batch_ = *gate_->next();
        gate_->begin(uploading_batch_);
    }
    next_row_ += slice.count;
    uploading_ = true;
    ++begun_;
    next_begin_ = paced ? now + interval_before(begun_) : std::max(now, next_begin_);
    return slice;
}

void PartitionFeed::give_back(RowNumber rows) {
    ROWLOCK_ASSERT(uploading_ && !gate_ && rows < next_row_);
    next_row_ -= rows;
}

void PartitionFeed::end_upload(JobNo job) {
    ROWLOCK_ASSERT(uploading_);
    uploading_ = false;
    if (gate_) batch_of_job_.emplace(job, uploading_batch_);
}

void PartitionFeed::committing(JobNo job) {
    end_upload(job);
    committing_.push_back(job);
}

void PartitionFeed::closed(TimePoint now, JobNo job) {
    if (std::erase(committing_, job) == 0) end_upload(job);
    if (running_.empty() && !polling_) next_poll_ = now + poll_every_;
    running_.push_back(job);
}

void PartitionFeed::given_up() {
    ROWLOCK_ASSERT(uploading_);
    uploading_ = false;
    if (gate_) gate_->end(uploading_batch_);
}

void PartitionFeed::ended(JobNo job) {
    const std::size_t left = std::erase(committing_, job) + std::erase(running_, job);
    ROWLOCK_ASSERT(left == 1);
    if (gate_) gate_->end(batch_of_job_.at(job));
}

std::optional<TimePoint> PartitionFeed::next_poll() const {
    if (running_.empty() || polling_ || !asks_) return std::nullopt;
    return next_poll_;
}

JobNo PartitionFeed::begin_poll() {
    ROWLOCK_ASSERT(!polling_ && !running_.empty());
    polling_ = true;
    poll_position_ = 0;
    return running_.front();
}

std::optional<JobNo> PartitionFeed::next_in_poll(TimePoint now, bool job_ended) {
    ROWLOCK_ASSERT(polling_);
    // A job that ended has left the deque: the next one stands in its place.
    if (!job_ended) ++poll_position_;
    const bool ask_on = job_ended || in_flight_max_ > 0;
    if (ask_on && poll_position_ < running_.size()) return running_[poll_position_];
    polling_ = false;
    next_poll_ = now + poll_every_;
    return std::nullopt;
}

}  // namespace rowlock
