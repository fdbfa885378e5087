#include "harness/replay/load_pass.hpp"

#include "harness/replay/api_choice.hpp"
#include "harness/replay/backoff.hpp"
#include "mockorg/base/assert.hpp"

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// Between two questions after an aborted job, whose last transaction may wait for a lock.
constexpr Duration k_abort_poll_min = std::chrono::seconds{5};

/// Rows are known by the external id of an upsert, by the id of an update or delete, else by
/// content.
std::optional<std::size_t> key_column_of(const PassSpec& spec) {
    if (!spec.step.external_id.empty()) return spec.source->find_column(spec.step.external_id);
    if (spec.step.operation == LoadOperation::insert) return std::nullopt;
    return spec.source->find_column("Id");
}

}  // namespace

PassContext pass_context(const PassSpec& spec, PassStatistics& statistics) {
    PassContext context;
    context.source = spec.source;
    context.ids = spec.ids;
    context.object = spec.object;
    context.operation = spec.step.operation;
    context.external_id = spec.step.external_id;
    context.serial = spec.step.concurrency_mode == ConcurrencyMode::serial;
    context.identity = {spec.source->columns(), key_column_of(spec), spec.source->format()};
    context.ledger = spec.ledger;
    context.created_ids = spec.created_ids;
    context.statistics = &statistics;
    context.journal = spec.journal;
    return context;
}

LoadPass::LoadPass(PassSpec spec, TimePoint start)
    : spec_(std::move(spec)),
      context_(pass_context(spec_, statistics_)),
      api_(make_batch_api(spec_.step.api, context_)),
      partitions_(spec_.partitions.size()),
      next_token_(spec_.first_token) {
    // Whoever waits for each answer anyway sends one request after another unless told otherwise.
    if (api_->answers_at_once() && spec_.step.in_flight == 0) spec_.step.in_flight = 1;
    feeds_.reserve(spec_.partitions.size());
    for (std::size_t i = 0; i < spec_.partitions.size(); ++i) {
        const TimePoint begin = start + spec_.step.stagger * static_cast<std::int64_t>(i);
        feeds_.emplace_back(
            spec_.partitions[i],
            spec_.step,
            spec_.random.split(i),
            begin,
            spec_.plan,
            !api_->answers_at_once()
        );
        progress_.push_back({spec_.partitions[i].size(), 0, 0});
    }
}

Action LoadPass::next(TimePoint now) {
    while (!delayed_.empty() && delayed_.begin()->first <= now) {
        ready_.push_back(std::move(delayed_.begin()->second));
        delayed_.erase(delayed_.begin());
    }
    if (ready_.empty()) find_work(now);
    if (!ready_.empty()) {
        Task task = std::move(ready_.front());
        ready_.pop_front();
        Send request = send(now, std::move(task));
        if (!context_.journal.problem()) return request;
        // What is not written down must not be done.
        asked_.erase(request.token);
        abandon(now, *context_.journal.problem());
        return Done{};
    }
    const TimePoint time = next_time();
    if (time == TimePoint::max() && asked_.empty()) return Done{};
    return WaitUntil{time};
}

void LoadPass::find_work(TimePoint now) {
    // A batch that an earlier run settled needs no request.
    while (ready_.empty()) {
        const auto partition = partition_to_begin(now);
        if (!partition) break;
        begin_job(now, *partition);
    }
    if (!ready_.empty()) return;
    if (const auto polled = partition_to_poll(now)) {
        return enqueue(jobs_.at(feeds_[*polled].begin_poll()), true);
    }
    begin_closing();
}

/// What an earlier run began needs no pace.
std::optional<TimePoint> LoadPass::begin_time(const PartitionFeed& feed, std::size_t partition)
    const {
    const auto time = feed.next_begin();
    if (!time) return time;
    const BatchPlace place{static_cast<std::uint32_t>(partition), feed.next().first};
    return context_.journal.find(place) == nullptr ? time : TimePoint::min();
}

std::optional<std::size_t> LoadPass::partition_to_begin(TimePoint now) const {
    if (!beginning_) return std::nullopt;
    std::optional<std::size_t> first;
    TimePoint first_time = TimePoint::max();
    for (std::size_t i = 0; i < feeds_.size(); ++i) {
        const auto time = begin_time(feeds_[i], i);
        if (!time || *time > now) continue;
        if (first && *time >= first_time) continue;
        first = i;
        first_time = *time;
    }
    return first;
}

std::optional<std::size_t> LoadPass::partition_to_poll(TimePoint now) const {
    if (interrupted_) return std::nullopt;
    for (std::size_t i = 0; i < feeds_.size(); ++i) {
        const auto time = feeds_[i].next_poll();
        if (time && *time <= now) return i;
    }
    return std::nullopt;
}

TimePoint LoadPass::next_time() const {
    TimePoint time = delayed_.empty() ? TimePoint::max() : delayed_.begin()->first;
    for (const PartitionFeed& feed : feeds_) {
        if (beginning_) time = std::min(time, feed.next_begin().value_or(TimePoint::max()));
        if (!interrupted_) time = std::min(time, feed.next_poll().value_or(TimePoint::max()));
    }
    return time;
}

LoadPass::Job& LoadPass::add_job(std::size_t partition, std::unique_ptr<BatchExchange> exchange) {
    Job job;
    job.number = next_job_++;
    job.partition = partition;
    job.exchange = std::move(exchange);
    return jobs_.emplace(job.number, std::move(job)).first->second;
}

void LoadPass::begin_job(TimePoint now, std::size_t partition) {
    PartitionFeed& feed = feeds_[partition];
    const bool known = begin_time(feed, partition) == TimePoint::min();
    BatchSlot slot;
    slot.partition = partition;
    slot.serial = context_.serial || feed.next_is_serial();
    const PartitionFeed::Slice slice = feed.begin(now, !known);
    slot.rows.sequence = &feed.rows();
    slot.rows.first = slice.first;
    slot.rows.count = slice.count;
    Job& job = add_job(partition, api_->begin(std::move(slot)));
    job.place = Job::Place::uploading;
    job.slice = slice.count;
    ++statistics_.jobs;
    ++partitions_[partition].jobs;
    tell_feed(now, job);
    go_on(now, job);
}

/// Once a partition has begun its last batch, what its batches share is closed, and asked for when
/// the last of them is done.
bool LoadPass::begin_closing() {
    for (std::size_t i = 0; i < feeds_.size(); ++i) {
        Partition& partition = partitions_[i];
        const bool over = (feeds_[i].exhausted() || !beginning_) && !feeds_[i].uploading();
        if (partition.closed || !over) continue;
        auto exchange = api_->closing(i);
        partition.closed = exchange == nullptr;
        if (partition.closed) continue;
        Job& job = add_job(i, std::move(exchange));
        job.closing = true;
        enqueue(job);
        return true;
    }
    for (auto& entry : jobs_) {
        Job& job = entry.second;
        if (!job.closing || job.busy || partitions_[job.partition].jobs > 0) continue;
        enqueue(job);
        return true;
    }
    return false;
}

void LoadPass::enqueue(Job& job, bool polling) {
    job.busy = true;
    ready_.push_back({job.number, 0, polling, {}});
}

Send LoadPass::send(TimePoint now, Task task) {
    Job& job = jobs_.at(task.job);
    HttpRequest request = job.exchange->request();
    const RowNumber kept = job.exchange->rows().count;
    if (job.place == Job::Place::uploading && kept < job.slice) {
        feed_of(job).give_back(job.slice - kept);
        job.slice = kept;
    }
    const bool committing = job.exchange->phase() == BatchPhase::committing;
    if (api_->answers_at_once() && committing && job.place == Job::Place::uploading) {
        feed_of(job).closed(now, job.number);
        job.place = Job::Place::running;
    }
    task.asked = RequestLine::of(request);
    const Token token = next_token_++;
    asked_.emplace(token, std::move(task));
    return {std::move(request), token};
}

void LoadPass::reply(TimePoint now, Token token, Result<HttpResponse> response) {
    const auto found = asked_.find(token);
    if (found == asked_.end()) return;  // abandoned meanwhile
    Task task = std::move(found->second);
    asked_.erase(found);
    if (response) api_usage_.note(*response);
    Job& job = jobs_.at(task.job);
    if (is_transient(response) && repeat(now, job, task, response)) return;
    if (!response && response.error().code == ErrorCode::unreachable) {
        asked_.emplace(token, std::move(task));
        return abandon(now, std::move(response.error()));
    }
    if (response && session_has_ended(*response)) {
        asked_.emplace(token, std::move(task));
        return abandon(now, refusal(asked_.at(token).asked, *response));
    }
    take(now, job, task, std::move(response));
    if (context_.hopeless) stop(*std::exchange(context_.hopeless, std::nullopt));
}

/// Whether the request is to be tried again, or has been taken care of.
bool LoadPass::repeat(
    TimePoint now, Job& job, const Task& task, const Result<HttpResponse>& response
) {
    if (task.attempt + 1 >= k_request_attempts_max) return false;
    if (job.exchange->retry(may_have_worked(response))) {
        const Random random = spec_.random.split("pause").split(next_token_);
        Task again = task;
        ++again.attempt;
        delayed_.emplace(
            now + pause_before_retry(response, task.attempt, random), std::move(again)
        );
        return true;
    }
    if (job.exchange->phase() != BatchPhase::settled) return false;
    job.busy = false;
    follow(now, job, task);
    return true;
}

void LoadPass::take(TimePoint now, Job& job, const Task& task, Result<HttpResponse> response) {
    job.busy = false;
    const BatchPhase before = job.exchange->phase();
    auto taken = response ? job.exchange->read(task.asked, std::move(*response), task.attempt > 0)
                          : Result<void>{Failure{std::move(response.error())}};
    if (!taken) return go_wrong(now, job, task, before, std::move(taken.error()));
    follow(now, job, task);
}

/// Does what the batch's new phase asks for.
void LoadPass::follow(TimePoint now, Job& job, const Task& task) {
    const std::size_t partition = job.partition;
    tell_feed(now, job);
    const bool ended = job.exchange->phase() != BatchPhase::running;
    go_on(now, job);
    if (task.polling) ask_on(now, partition, ended);
}

void LoadPass::tell_feed(TimePoint now, Job& job) {
    using Place = Job::Place;
    const BatchPhase phase = job.exchange->phase();
    const bool out = phase == BatchPhase::running || phase == BatchPhase::reading ||
                     phase == BatchPhase::settled;
    if (job.place == Place::uploading && out) {
        if (phase == BatchPhase::running) mark_sent(job);
        feed_of(job).closed(now, job.number);
        job.place = Place::running;
    }
    if (job.place == Place::uploading && phase == BatchPhase::withdrawn) release_feed(job);
    if (job.place == Place::running && out && phase != BatchPhase::running) release_feed(job);
}

void LoadPass::go_on(TimePoint now, Job& job) {
    switch (job.exchange->phase()) {
        case BatchPhase::settled:
            settle(job);
            return remove(job);
        case BatchPhase::withdrawn:
            return remove(job);
        case BatchPhase::running:
            if (!interrupted_ || job.closing) return;
            if (job.exchange->abort()) return enqueue(job);
            job.busy = true;
            delayed_.emplace(
                now + std::max(spec_.step.poll_every, k_abort_poll_min),
                Task{job.number, 0, false, {}}
            );
            return;
        case BatchPhase::preparing:
        case BatchPhase::committing:
            if (interrupted_ && !job.closing && !job.exchange->abort()) {
                release_feed(job);
                return remove(job);
            }
            return enqueue(job);
        case BatchPhase::aborting:
        case BatchPhase::reading:
            return enqueue(job);
    }
}

void LoadPass::ask_on(TimePoint now, std::size_t partition, bool job_ended) {
    const auto following = feeds_[partition].next_in_poll(now, job_ended);
    // After an interrupt every running job is being aborted already.
    if (following && !interrupted_) enqueue(jobs_.at(*following), true);
}

void LoadPass::settle(Job& job) {
    const SentRows& rows = job.exchange->rows();
    PartitionProgress& progress = progress_[job.partition];
    progress.done += rows.count;
    for (RowNumber i = 0; i < rows.count; ++i) {
        if (spec_.ledger->status(rows.row(i)) == RowStatus::failed) ++progress.failed;
    }
}

void LoadPass::mark_sent(const Job& job) {
    const SentRows& rows = job.exchange->rows();
    for (RowNumber i = 0; i < rows.count; ++i) spec_.ledger->set(rows.row(i), RowStatus::sent);
}

void LoadPass::go_wrong(TimePoint now, Job& job, const Task& task, BatchPhase before, Error error) {
    const bool error_is_unclear =
        error.code == ErrorCode::protocol_broken || error.code == ErrorCode::server_unavailable;
    stop(std::move(error));
    const std::size_t partition = job.partition;
    switch (before) {
        case BatchPhase::committing:
            // Without a clear refusal, nobody knows whether the org began.
            if (error_is_unclear) mark_sent(job);
            [[fallthrough]];
        case BatchPhase::preparing:
            if (!std::exchange(job.taken_back, true) && job.exchange->abort()) return enqueue(job);
            release_feed(job);
            return error_is_unclear && before == BatchPhase::committing ? leave(job) : remove(job);
        case BatchPhase::running:
        case BatchPhase::reading:
        case BatchPhase::aborting:
        case BatchPhase::settled:
        case BatchPhase::withdrawn:
            break;
    }
    if (job.place == Job::Place::running) release_feed(job);
    leave(job);
    if (task.polling) ask_on(now, partition, true);
}

void LoadPass::release_feed(Job& job) {
    if (job.place == Job::Place::uploading) feed_of(job).given_up();
    if (job.place == Job::Place::running) feed_of(job).ended(job.number);
    job.place = Job::Place::none;
}

void LoadPass::stop(Error error) {
    beginning_ = false;
    if (!error_) error_ = std::move(error);
}

void LoadPass::leave(Job& job) {
    if (!job.exchange->job_id().empty()) jobs_left_.push_back(job.exchange->job_id());
    remove(job);
}

void LoadPass::remove(const Job& job) {
    if (!job.closing) --partitions_[job.partition].jobs;
    jobs_.erase(job.number);
}

void LoadPass::interrupt(TimePoint now) {
    interrupted_ = true;
    beginning_ = false;
    std::vector<JobNo> idle;
    for (const auto& entry : jobs_) {
        if (!entry.second.busy) idle.push_back(entry.first);
    }
    for (const JobNo number : idle) go_on(now, jobs_.at(number));
}

void LoadPass::abandon(TimePoint, Error error) {
    stop(std::move(error));
    end_all();
}

void LoadPass::detach() {
    beginning_ = false;
    end_all();
}

void LoadPass::end_all() {
    interrupted_ = true;
    for (const auto& entry : asked_) {
        const Job& job = jobs_.at(entry.second.job);
        // Nobody knows whether the last word arrived.
        if (job.exchange->phase() == BatchPhase::committing) mark_sent(job);
    }
    for (const auto& entry : jobs_) {
        const std::string& id = entry.second.exchange->job_id();
        if (!id.empty()) jobs_left_.push_back(id);
    }
    std::sort(jobs_left_.begin(), jobs_left_.end());
    jobs_left_.erase(std::unique(jobs_left_.begin(), jobs_left_.end()), jobs_left_.end());
    jobs_.clear();
    asked_.clear();
    ready_.clear();
    delayed_.clear();
    for (Partition& partition : partitions_) partition.closed = true;
}

}  // namespace rowlock
