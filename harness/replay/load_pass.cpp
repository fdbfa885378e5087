#include "harness/replay/load_pass.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>

namespace rowlock {
namespace {

constexpr unsigned k_attempts_max = 6;
constexpr Duration k_first_pause = std::chrono::milliseconds{500};

/// Whether a repeated request was refused because its first try had worked after all.
bool had_worked(const Error& refused) {
    return refused.code == ErrorCode::invalid_job_state ||
           refused.message.find("Found multiple contents") != std::string::npos;
}

IngestJobSpec job_spec_of(const PassSpec& spec) {
    IngestJobSpec job;
    job.object = spec.object;
    job.operation = name_of(spec.step.operation);
    job.external_id_field = spec.step.external_id;
    job.format = spec.source->format();
    job.serial = spec.step.concurrency_mode == ConcurrencyMode::serial;
    return job;
}

/// Rows are known by the external id of an upsert, by the id of an update or delete, else by
/// content.
std::optional<std::size_t> key_column_of(const PassSpec& spec) {
    if (!spec.step.external_id.empty()) return spec.source->find_column(spec.step.external_id);
    if (spec.step.operation == LoadOperation::insert) return std::nullopt;
    return spec.source->find_column("Id");
}

}  // namespace

LoadPass::LoadPass(PassSpec spec, TimePoint start)
    : spec_(std::move(spec)),
      job_spec_(job_spec_of(spec_)),
      identity_{spec_.source->columns(), key_column_of(spec_), spec_.source->format()},
      keys_(*spec_.source, spec_.ids, identity_.key_column),
      next_token_(spec_.first_token) {
    feeds_.reserve(spec_.partitions.size());
    for (std::size_t i = 0; i < spec_.partitions.size(); ++i) {
        const TimePoint begin = start + spec_.step.stagger * static_cast<std::int64_t>(i);
        feeds_.emplace_back(
            spec_.partitions[i], spec_.step, spec_.random.split(i), begin, spec_.plan
        );
    }
}

Action LoadPass::next(TimePoint now) {
    while (!delayed_.empty() && delayed_.begin()->first <= now) {
        ready_.push_back(std::move(delayed_.begin()->second));
        delayed_.erase(delayed_.begin());
    }
    if (ready_.empty()) {
        if (const auto partition = partition_to_begin(now)) {
            begin_job(now, *partition);
        } else if (const auto polled = partition_to_poll(now)) {
            enqueue(jobs_.at(feeds_[*polled].begin_poll()), Step::info);
        }
    }
    if (!ready_.empty()) {
        Task task = std::move(ready_.front());
        ready_.pop_front();
        return send(std::move(task));
    }
    const TimePoint time = next_time();
    if (time == TimePoint::max() && asked_.empty()) return Done{};
    return WaitUntil{time};
}

std::optional<std::size_t> LoadPass::partition_to_begin(TimePoint now) const {
    if (!beginning_) return std::nullopt;
    std::optional<std::size_t> first;
    for (std::size_t i = 0; i < feeds_.size(); ++i) {
        const auto time = feeds_[i].next_begin();
        if (!time || *time > now) continue;
        if (!first || *time < *feeds_[*first].next_begin()) first = i;
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

void LoadPass::begin_job(TimePoint now, std::size_t partition) {
    PartitionFeed& feed = feeds_[partition];
    const PartitionFeed::Slice slice = feed.begin(now);
    Job job;
    job.number = static_cast<JobNo>(statistics_.jobs++);
    job.partition = partition;
    job.rows.sequence = &feed.rows();
    job.rows.first = slice.first;
    job.rows.count = slice.count;
    enqueue(jobs_.emplace(job.number, std::move(job)).first->second, Step::create);
}

void LoadPass::enqueue(Job& job, Step step) {
    if (interrupted_ && !job.closed) step = Step::abort;
    job.busy = true;
    ready_.push_back({job.number, step, 0, {}});
}

Send LoadPass::send(Task task) {
    HttpRequest request = request_for(jobs_.at(task.job), task.step);
    task.asked = RequestLine::of(request);
    const Token token = next_token_++;
    asked_.emplace(token, std::move(task));
    return {std::move(request), token};
}

HttpRequest LoadPass::request_for(Job& job, Step step) {
    switch (step) {
        case Step::create:
            return requests_.create(job_spec_);
        case Step::upload:
            return requests_.upload(job.id, render(job));
        case Step::close:
            return requests_.set_state(job.id, "UploadComplete");
        case Step::info:
            return requests_.info(job.id);
        case Step::successful:
            return requests_.results(job.id, ResultFile::successful);
        case Step::failed:
            return requests_.results(job.id, ResultFile::failed);
        case Step::unprocessed:
            return requests_.results(job.id, ResultFile::unprocessed);
        case Step::abort:
            break;
    }
    return requests_.set_state(job.id, "Aborted");
}

std::string LoadPass::render(Job& job) {
    std::string csv;
    spec_.source->append_header(csv);
    job.rows.keys.clear();
    job.rows.keys.reserve(job.rows.count);
    for (RowNumber i = 0; i < job.rows.count; ++i) {
        const RowNumber row = job.rows.row(i);
        spec_.source->append_row(row, spec_.ids, csv);
        job.rows.keys.push_back(keys_.key_of(row));
        // One growth instead of many: the first rows tell how long the rest will be.
        if (i == 15) csv.reserve((csv.size() / 16 + 16) * job.rows.count);
    }
    return csv;
}

void LoadPass::reply(TimePoint now, Token token, Result<HttpResponse> response) {
    const auto found = asked_.find(token);
    if (found == asked_.end()) return;  // abandoned meanwhile
    Task task = std::move(found->second);
    asked_.erase(found);
    if (is_transient(response) && task.attempt + 1 < k_attempts_max) {
        const Duration pause = k_first_pause * (1 << task.attempt);
        ++task.attempt;
        delayed_.emplace(now + pause, std::move(task));
        return;
    }
    Job& job = jobs_.at(task.job);
    if (!response && response.error().code == ErrorCode::unreachable) {
        if (task.step == Step::close) mark_sent(job);
        return abandon(now, std::move(response.error()));
    }
    job.busy = false;
    auto taken = response ? take(now, job, task, std::move(*response))
                          : Result<void>{Failure{std::move(response.error())}};
    if (!taken) go_wrong(now, job, task.step, std::move(taken.error()));
}

Result<void> LoadPass::take(TimePoint now, Job& job, const Task& task, HttpResponse answer) {
    switch (task.step) {
        case Step::create:
            return take_created(job, task, answer);
        case Step::upload: {
            auto uploaded = read_uploaded(task.asked, answer);
            if (!uploaded && !(task.attempt > 0 && had_worked(uploaded.error()))) return uploaded;
            enqueue(job, Step::close);
            return {};
        }
        case Step::close:
            return take_closed(now, job, task, answer);
        case Step::info:
            return take_info(now, job, task, answer);
        case Step::successful:
        case Step::failed:
        case Step::unprocessed:
            return take_results(job, task, std::move(answer));
        case Step::abort:
            break;
    }
    take_aborted(job);
    return {};
}

Result<void> LoadPass::take_created(Job& job, const Task& task, const HttpResponse& answer) {
    auto id = read_created_job(task.asked, answer);
    if (!id) return Failure{std::move(id.error())};
    job.id = std::move(*id);
    enqueue(job, Step::upload);
    return {};
}

Result<void> LoadPass::take_closed(
    TimePoint now, Job& job, const Task& task, const HttpResponse& answer
) {
    auto state = read_state(task.asked, answer);
    if (!state && !(task.attempt > 0 && had_worked(state.error())))
        return Failure{std::move(state.error())};
    job.closed = true;
    mark_sent(job);
    feed_of(job).closed(now, job.number);
    if (interrupted_) enqueue(job, Step::abort);
    return {};
}

Result<void> LoadPass::take_info(
    TimePoint now, Job& job, const Task& task, const HttpResponse& answer
) {
    const auto status = read_job_status(task.asked, answer);
    if (!status) return Failure{status.error()};
    PartitionFeed& feed = feed_of(job);
    const bool ended = status->ended();
    if (ended) {
        feed.ended(job.number);
        statistics_.retries += status->retries;
        statistics_.active_time += status->active_time;
        statistics_.first_created_ms =
            std::min(statistics_.first_created_ms.value_or(status->created_ms), status->created_ms);
        statistics_.last_ended_ms =
            std::max(statistics_.last_ended_ms.value_or(status->modified_ms), status->modified_ms);
        if (status->state == "Failed") note_failed_job(*status);
        collect(job);
    } else if (interrupted_) {
        enqueue(job, Step::abort);
    }
    ask_on(now, feed, ended);
    return {};
}

void LoadPass::note_failed_job(const IngestJobStatus& status) {
    ++statistics_.jobs_failed;
    if (statistics_.first_job_failure.empty()) statistics_.first_job_failure = status.error_message;
    // A job of which not one row was tried (a wrong header, say) tells how all others would go.
    if (status.rows_processed > 0) return;
    remember({ErrorCode::invalid_job, "job " + status.id + " failed: " + status.error_message, {}});
    beginning_ = false;
}

void LoadPass::ask_on(TimePoint now, PartitionFeed& feed, bool job_ended) {
    const auto following = feed.next_in_poll(now, job_ended);
    // After an interrupt every running job is being aborted already.
    if (following && !interrupted_) enqueue(jobs_.at(*following), Step::info);
}

void LoadPass::collect(Job& job) {
    job.accounting =
        std::make_unique<JobAccounting>(job.rows, identity_, *spec_.ledger, spec_.created_ids);
    enqueue(job, Step::successful);
}

Result<void> LoadPass::take_results(Job& job, const Task& task, HttpResponse answer) {
    const int status = answer.status;
    auto csv = read_result_file(task.asked, std::move(answer));
    if (!csv) return Failure{std::move(csv.error())};
    const ResultFile file = task.step == Step::successful ? ResultFile::successful
                            : task.step == Step::failed   ? ResultFile::failed
                                                          : ResultFile::unprocessed;
    if (auto read = job.accounting->read(file, *csv); !read) {
        HttpResponse shown;
        shown.status = status;
        shown.body = std::move(*csv);
        return Failure{protocol_error(task.asked, shown, read.error().message)};
    }
    if (job.accounting->complete() || file == ResultFile::unprocessed) {
        job.accounting->finish();
        remove(job);
        return {};
    }
    enqueue(job, file == ResultFile::successful ? Step::failed : Step::unprocessed);
    return {};
}

void LoadPass::take_aborted(Job& job) {
    PartitionFeed& feed = feed_of(job);
    if (!job.closed) {
        feed.given_up();
        remove(job);
        return;
    }
    // Refused or not: either way it is over, and what it did is in its results.
    feed.ended(job.number);
    collect(job);
}

void LoadPass::mark_sent(const Job& job) {
    for (RowNumber i = 0; i < job.rows.count; ++i)
        spec_.ledger->set(job.rows.row(i), RowStatus::sent);
}

void LoadPass::go_wrong(TimePoint now, Job& job, Step step, Error error) {
    const bool error_is_unclear =
        error.code == ErrorCode::protocol_broken || error.code == ErrorCode::server_unavailable;
    remember(std::move(error));
    beginning_ = false;
    switch (step) {
        case Step::create:
            feed_of(job).given_up();
            remove(job);
            return;
        case Step::close:
            // Without a clear refusal, nobody knows whether the org began.
            if (error_is_unclear) mark_sent(job);
            enqueue(job, Step::abort);
            return;
        case Step::upload:
            enqueue(job, Step::abort);
            return;
        case Step::info:
            feed_of(job).ended(job.number);
            ask_on(now, feed_of(job), true);
            break;
        case Step::successful:
        case Step::failed:
        case Step::unprocessed:
        case Step::abort:
            break;
    }
    leave(job);
}

void LoadPass::remember(Error error) {
    if (!error_) error_ = std::move(error);
}

void LoadPass::leave(Job& job) {
    if (!job.id.empty()) jobs_left_.push_back(job.id);
    remove(job);
}

void LoadPass::interrupt(TimePoint) {
    interrupted_ = true;
    beginning_ = false;
    for (auto& entry : jobs_) {
        Job& job = entry.second;
        if (job.closed && !job.busy) enqueue(job, Step::abort);
    }
}

void LoadPass::abandon(TimePoint, Error error) {
    remember(std::move(error));
    beginning_ = false;
    interrupted_ = true;
    for (const auto& [token, task] : asked_) {
        // Nobody knows whether the last word arrived.
        if (task.step == Step::close) mark_sent(jobs_.at(task.job));
    }
    for (const auto& entry : jobs_) {
        if (!entry.second.id.empty()) jobs_left_.push_back(entry.second.id);
    }
    jobs_.clear();
    asked_.clear();
    ready_.clear();
    delayed_.clear();
}

}  // namespace rowlock
