#include "harness/replay/load_pass.hpp"

#include "harness/replay/api_choice.hpp"
#include "harness/replay/backoff.hpp"
#include "mockorg/base/assert.hpp"

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// Bytes of a body that take their time.
constexpr std::size_t k_heavy = std::size_t{64} * 1024;

/// Between two questions after an aborted job, whose last transaction may wait for a lock.
constexpr Duration k_abort_poll_min = std::chrono::seconds{5};
constexpr Duration k_mock_abort_poll = std::chrono::milliseconds{500};

/// The error of an answer after which nobody need ask anything more.
std::optional<Error> end_of_pass(const Task& task, const Result<HttpResponse>& response) {
    if (!response && response.error().code == ErrorCode::unreachable) return response.error();
    if (response && session_has_ended(*response)) return refusal(task.asked, *response);
    return std::nullopt;
}

}  // namespace

LoadPass::LoadPass(PassSpec spec, TimePoint start)
    : spec_(std::move(spec)),
      context_(pass_context(spec_, statistics_)),
      api_(make_batch_api(spec_.step.api, context_)),
      feeds_(spec_, start, api_->answers_at_once()),
      creations_(job_description(spec_), spec_.journal, spec_.org_ms),
      partitions_(spec_.partitions.size()),
      requests_(spec_.first_token) {
    for (const RowSequence& partition : spec_.partitions)
        progress_.push_back({partition.size(), 0, 0});
}

Action LoadPass::next(TimePoint now) {
    for (;;) {
        if (!requests_.ready(now)) find_work(now);
        if (requests_.ready(now)) return send_next(now);
        if (!use_spare_time(now)) break;
        // Whatever was answered meanwhile comes first.
        if (!requests_.under_way().empty()) return WaitUntil{now};
    }
    const TimePoint time = next_time();
    if (time == TimePoint::max() && requests_.under_way().empty()) return Done{};
    return WaitUntil{time};
}

Action LoadPass::send_next(TimePoint now) {
    Send request = send(now, requests_.take());
    if (!context_.journal.problem()) return request;
    // What is not written down must not be done.
    requests_.end(request.token);
    abandon(now, *context_.journal.problem());
    return Done{};
}

void LoadPass::find_work(TimePoint now) {
    // A batch that an earlier run settled needs no request.
    while (!requests_.ready(now)) {
        const auto partition = beginning_ ? feeds_.to_begin(now) : std::nullopt;
        if (!partition) break;
        begin_job(now, *partition);
    }
    if (requests_.ready(now)) return;
    const auto polled = interrupted_ ? std::nullopt : feeds_.to_poll(now);
    if (polled) {
        return enqueue(jobs_.at(feeds_[*polled].begin_poll()), true);
    }
    begin_closing();
}

/// Does a piece of what needs no answer first, while the org is at work. Whether there was any.
bool LoadPass::use_spare_time(TimePoint now) {
    const auto& asked = requests_.under_way();
    const bool prepared =
        !interrupted_ && std::any_of(asked.begin(), asked.end(), [&](auto& entry) {
            return jobs_.at(entry.second.job).exchange->prepare();
        });
    if (prepared) return true;
    if (!requests_.time_for_answer()) return false;
    read_kept_answer(now);
    return true;
}

void LoadPass::read_kept_answer(TimePoint now) {
    KeptAnswer kept = requests_.take_answer();
    take(now, jobs_.at(kept.task.job), kept.task, std::move(kept.response));
}

BatchPlace LoadPass::place_of(const Job& job) {
    return {static_cast<std::uint32_t>(job.partition), job.exchange->rows().first};
}

TimePoint LoadPass::next_time() const {
    TimePoint time = requests_.next_time();
    if (beginning_) time = std::min(time, feeds_.next_begin());
    if (!interrupted_) time = std::min(time, feeds_.next_poll());
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
    const bool known = feeds_.next_is_known(partition);
    BatchSlot slot;
    slot.partition = partition;
    slot.serial = context_.serial || feed.next_is_serial();
    const PartitionFeed::Slice slice = feed.begin(now, !known);
    slot.rows.sequence = &feed.rows();
    slot.rows.first = slice.first;
    slot.rows.count = slice.count;
    Job& job = add_job(partition, api_->begin(std::move(slot)));
    job.place = FeedPlace{feed, job.number, slice.count};
    ++statistics_.jobs;
    ++partitions_[partition].jobs;
    job.place.follow(now, job.exchange->phase());
    go_on(now, job);
}

/// Once a partition has begun its last batch, what its batches share is closed, and asked for when
/// the last of them is done.
bool LoadPass::begin_closing() {
    for (std::size_t i = 0; i < feeds_.size(); ++i) {
        Partition& partition = partitions_[i];
        const bool over = (feeds_[i].exhausted() || !beginning_) && !feeds_[i].sending();
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
    requests_.add({job.number, polling});
}

Send LoadPass::send(TimePoint now, Task task) {
    Job& job = jobs_.at(task.job);
    HttpRequest request = job.exchange->request();
    job.place.keep(job.exchange->rows().count);
    if (api_->overlaps() && job.exchange->phase() == BatchPhase::committing)
        job.place.commit(now, api_->answers_at_once());
    task.asked = RequestLine::of(request);
    task.heavy = request.body.size() >= k_heavy;
    task.creates_job = job.exchange->creates_job();
    if (task.creates_job) creations_.begin(place_of(job));
    const Token token = requests_.begin(std::move(task));
    return {std::move(request), token};
}

void LoadPass::reply(TimePoint now, Token token, Result<HttpResponse> response) {
    const auto ended = requests_.end(token);
    if (!ended) return;  // abandoned meanwhile
    const Task& task = *ended;
    if (response) api_usage_.note(*response);
    Job& job = jobs_.at(task.job);
    if (task.creates_job) creations_.end(place_of(job), response);
    const bool too_early = response && job.exchange->too_early(*response);
    if ((too_early || is_transient(response)) && repeat(now, job, task, response)) return;
    if (auto end = end_of_pass(task, response)) {
        leave_unclear(job);
        return abandon(now, std::move(*end));
    }
    if (job.exchange->phase() != BatchPhase::reading)
        return take(now, job, task, std::move(response));
    // Results can wait until the org has its next request.
    requests_.keep({task, std::move(response)});
    if (requests_.too_many_answers()) read_kept_answer(now);
}

/// Whether the request is to be tried again, or has been taken care of.
bool LoadPass::repeat(
    TimePoint now, Job& job, const Task& task, const Result<HttpResponse>& response
) {
    if (task.attempt + 1 >= k_request_attempts_max) return false;
    const bool unclear = may_have_worked(response);
    if (job.exchange->retry(unclear)) {
        const Random random = spec_.random.split("pause").split(requests_.next_token());
        const bool too_early = response && job.exchange->too_early(*response);
        const Duration pause = too_early ? pause_before_asking_again(task.attempt, random)
                                         : pause_before_retry(response, task.attempt, random);
        Task again = task;
        ++again.attempt;
        again.unclear = task.unclear || unclear;
        requests_.add_later(now + pause, std::move(again));
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
    if (taken) {
        follow(now, job, task);
    } else {
        go_wrong(now, job, task, before, std::move(taken.error()));
    }
    if (context_.hopeless) stop(*std::exchange(context_.hopeless, std::nullopt));
}

/// Does what the batch's new phase asks for.
void LoadPass::follow(TimePoint now, Job& job, const Task& task) {
    const std::size_t partition = job.partition;
    const bool begun = job.place.follow(now, job.exchange->phase());
    if (begun) mark_sent(context_, job.exchange->rows());
    const bool ended = job.exchange->phase() != BatchPhase::running;
    go_on(now, job);
    if (task.polling) ask_on(now, partition, ended);
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
            requests_.add_later(now + pause_after_abort(), {job.number});
            return;
        case BatchPhase::preparing:
        case BatchPhase::committing:
            if (interrupted_ && !job.closing && !job.exchange->abort()) {
                job.place.leave();
                return remove(job);
            }
            return enqueue(job);
        case BatchPhase::aborting:
        case BatchPhase::reading:
            return enqueue(job);
    }
}

/// Asking a mock costs nobody anything.
Duration LoadPass::pause_after_abort() const {
    if (spec_.mock_org) return std::min(spec_.step.poll_every, k_mock_abort_poll);
    return std::max(spec_.step.poll_every, k_abort_poll_min);
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
    if (spec_.on_settled) spec_.on_settled(*job.exchange);
}

void LoadPass::go_wrong(TimePoint now, Job& job, const Task& task, BatchPhase before, Error error) {
    const bool error_is_unclear =
        error.code == ErrorCode::protocol_broken || error.code == ErrorCode::server_unavailable;
    stop(std::move(error));
    const std::size_t partition = job.partition;
    switch (before) {
        case BatchPhase::committing:
            // Without a clear refusal, nobody knows whether the org began.
            if (error_is_unclear) mark_sent(context_, job.exchange->rows());
            [[fallthrough]];
        case BatchPhase::preparing:
            if (!std::exchange(job.taken_back, true) && job.exchange->abort()) return enqueue(job);
            job.place.leave();
            return error_is_unclear && before == BatchPhase::committing ? leave(job) : remove(job);
        case BatchPhase::running:
        case BatchPhase::reading:
        case BatchPhase::aborting:
        case BatchPhase::settled:
        case BatchPhase::withdrawn:
            break;
    }
    job.place.leave();
    leave(job);
    if (task.polling) ask_on(now, partition, true);
}

void LoadPass::stop(Error error) {
    beginning_ = false;
    if (!error_) error_ = std::move(error);
}

void LoadPass::leave(Job& job) {
    // Batches may share theirs.
    const std::string& id = job.exchange->job_id();
    const bool known = std::find(jobs_left_.begin(), jobs_left_.end(), id) != jobs_left_.end();
    if (!id.empty() && !known) jobs_left_.push_back(id);
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

void LoadPass::abandon(TimePoint now, Error error) {
    stop(std::move(error));
    end_all(now);
}

void LoadPass::detach(TimePoint now) {
    beginning_ = false;
    end_all(now);
}

/// The answer to the last request may be on its way.
void LoadPass::leave_unclear(const Job& job) {
    if (job.exchange->phase() == BatchPhase::committing) mark_sent(context_, job.exchange->rows());
}

void LoadPass::end_all(TimePoint now) {
    interrupted_ = true;
    creations_.abandon();
    while (requests_.has_answers()) read_kept_answer(now);
    for (const JobNo job : requests_.jobs_in_doubt()) leave_unclear(jobs_.at(job));
    for (const auto& entry : jobs_) {
        const std::string& id = entry.second.exchange->job_id();
        if (!id.empty()) jobs_left_.push_back(id);
    }
    std::sort(jobs_left_.begin(), jobs_left_.end());
    jobs_left_.erase(std::unique(jobs_left_.begin(), jobs_left_.end()), jobs_left_.end());
    jobs_.clear();
    requests_.clear();
    for (Partition& partition : partitions_) partition.closed = true;
}

}  // namespace rowlock
