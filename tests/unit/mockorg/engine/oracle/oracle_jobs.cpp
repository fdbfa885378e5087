#include "tests/unit/mockorg/engine/oracle/oracle_scene.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock::oracle {

JobScene::Job& JobScene::make_job(const BulkLoad& load) {
    Job job;
    job.number = static_cast<std::uint32_t>(jobs_.size());
    job.load = &load;
    job.info.state = JobState::open;
    jobs_.push_back(std::move(job));
    scene_.say().job_created(jobs_.back().number);
    return jobs_.back();
}

void JobScene::set_state(Job& job, JobState state) {
    job.info.state = state;
    scene_.say().job_state(job.number, state);
}

void JobScene::start(const BulkLoad& load) {
    Job& job = make_job(load);
    if (job.is_v1()) return send_batches(job);
    set_state(job, JobState::upload_complete);
    scene_.later(Duration{0}, [this, &job] { cut_upload(job); });
}

/// Each batch is a request, before which all that is due happens.
void JobScene::send_batches(Job& job) {
    for (const Rows& rows : job.load->batches) {
        scene_.timeline.run_until(scene_.timeline.now());
        add_batch(job, rows);
        Batch& batch = job.batches.back();
        scene_.later(Duration{0}, [this, &job, &batch] {
            if (batch.state != BatchState::queued) return;
            line_up(job, batch);
            go_to_work();
        });
    }
    scene_.timeline.run_until(scene_.timeline.now());
    set_state(job, JobState::closed);
}

void JobScene::cut_upload(Job& job) {
    if (job.is_over()) return;
    const Rows& rows = job.load->batches.front();
    for (std::size_t first = 0; first < rows.size(); first += scene_.story.batch_rows) {
        const std::size_t end = std::min<std::size_t>(rows.size(), first + scene_.story.batch_rows);
        add_batch(
            job,
            {rows.begin() + static_cast<std::ptrdiff_t>(first),
             rows.begin() + static_cast<std::ptrdiff_t>(end)}
        );
    }
    for (Batch& batch : job.batches) line_up(job, batch);
    go_to_work();
}

void JobScene::add_batch(Job& job, Rows rows) {
    Batch batch;
    batch.number = static_cast<std::uint32_t>(job.batches.size());
    batch.first_row = static_cast<std::uint32_t>(job.ends.size());
    job.ends.resize(job.ends.size() + rows.size());
    batch.rows = std::move(rows);
    job.batches.push_back(std::move(batch));
}

void JobScene::line_up(Job& job, Batch& batch) {
    lane_of(job).line.emplace_back(&job, &batch);
}

/// Parallel ones share the workers, serial ones run one at a time beside them. [GDL]
void JobScene::go_to_work() {
    go_to_work(parallel_);
    go_to_work(serial_);
}

void JobScene::go_to_work(Lane& lane) {
    while (lane.busy < lane.workers && !lane.line.empty()) {
        const auto [job, batch] = lane.line.front();
        lane.line.erase(lane.line.begin());
        if (batch->state != BatchState::queued) continue;
        ++lane.busy;
        take(*job, *batch);
    }
}

void JobScene::take(Job& job, Batch& batch) {
    batch.state = BatchState::in_progress;
    batch.taken = scene_.timeline.now();
    batch.lock_failures = 0;
    batch.message.clear();
    if (job.info.state == JobState::aborted) {
        leave(job, batch);
        return end_batch(job, batch, BatchState::not_processed);
    }
    if (job.info.state == JobState::upload_complete) {
        job.begun = scene_.timeline.now();
        set_state(job, JobState::in_progress);
    }
    scene_.say().batch("begins", job.number, batch.number);
    next_chunk(job, batch, scene_.profile().batch_overhead);
}

void JobScene::next_chunk(Job& job, Batch& batch, Duration delay) {
    const Profile& profile = scene_.profile();
    Locker chunk;
    chunk.origin.kind = TransactionOrigin::Kind::bulk_chunk;
    chunk.origin.job = job.number;
    chunk.origin.batch = batch.number;
    chunk.origin.first_row = batch.first_row + batch.done;
    const auto left = static_cast<std::uint32_t>(batch.rows.size()) - batch.done;
    chunk.origin.rows = std::min(profile.chunk_rows, left);
    chunk.patience = profile.lock_wait;
    const Random chance = Random{scene_.story.seed}.split("hold time");
    chunk.hold = profile.hold.draw(chance.split(job.number).split(chunk.origin.first_row));
    // Part of it for the chunk as such, the rest for its rows; all of it if there were 200.
    const double share =
        profile.hold_fixed_share + (1.0 - profile.hold_fixed_share) * (chunk.origin.rows / 200.0);
    chunk.hold = seconds(to_seconds(chunk.hold) * share);
    chunk.books = &scene_.books;
    Locker& locker = scene_.lockers.begin(std::move(chunk));
    locker.commit = [this, &job, &batch, &locker] { commit(job, batch, locker); };
    locker.fail = [this, &job, &batch, &locker](RecordName key) { fail(job, batch, locker, key); };
    scene_.later(delay + profile.pre_lock, [this, &job, &batch, &locker] {
        scene_.lockers.acquire(locker, wanted(job, batch, locker));
    });
}

/// The keys of the chunk's rows that have not come to an end.
std::vector<Want> JobScene::wanted(const Job& job, const Batch& batch, const Locker& locker) const {
    std::vector<Want> wants;
    const BulkLoad& load = *job.load;
    for (std::uint32_t i = 0; i < locker.origin.rows; ++i) {
        const std::uint32_t number = locker.origin.first_row + i;
        if (job.ends[number].kind != RowEnd::Kind::unprocessed) continue;
        const Row& row = batch.rows[number - batch.first_row];
        for (const RecordName key : scene_.keys(load.thing, load.operation, row))
            wants.push_back({key, i});
    }
    return wants;
}

void JobScene::commit(Job& job, Batch& batch, Locker& locker) {
    std::vector<RecordName> written;
    for (std::uint32_t i = 0; i < locker.origin.rows; ++i) {
        const std::uint32_t number = locker.origin.first_row + i;
        RowEnd& end = job.ends[number];
        if (end.kind != RowEnd::Kind::unprocessed) continue;
        const Row& row = batch.rows[number - batch.first_row];
        scene_.outside->about_to_write(job.load->thing, job.load->operation, row);
        const auto saved = scene_.clerk.save(job.load->thing, job.load->operation, row, written);
        ++job.info.rows_processed;
        if (!saved.error) scene_.outside->saved(saved.record);
        if (saved.error) {
            end = {RowEnd::Kind::failed, {}, std::string{wire_code(*saved.error)}};
            ++job.info.rows_failed;
            scene_.say().row_failed(number, *saved.error);
        } else {
            end.kind = saved.created ? RowEnd::Kind::created : RowEnd::Kind::changed;
            end.record = saved.record;
            scene_.say().row_written(number, saved.record.number);
        }
    }
    scene_.outside->finish();
    scene_.say().commits(locker.number);
    end_chunk(job, batch, locker);
}

/// The whole chunk fails, or only who wanted the key, and the others try once more.
void JobScene::fail(Job& job, Batch& batch, Locker& locker, RecordName key) {
    const std::string error = scene_.lock_error(locker);
    const bool whole = scene_.profile().lock_failure_scope == LockFailureScope::chunk;
    std::vector<std::uint32_t> losers;
    for (const Want& want : wanted(job, batch, locker)) {
        if (want.key == key) losers.push_back(want.row);
    }
    std::uint32_t failed = 0;
    for (std::uint32_t i = 0; i < locker.origin.rows; ++i) {
        RowEnd& end = job.ends[locker.origin.first_row + i];
        if (end.kind != RowEnd::Kind::unprocessed) continue;
        if (!whole && std::find(losers.begin(), losers.end(), i) == losers.end()) continue;
        end = {RowEnd::Kind::failed, {}, error};
        ++failed;
    }
    job.info.rows_processed += failed;
    job.info.rows_failed += failed;
    batch.lock_failures += failed;
    scene_.lockers.give_up(locker, key, failed);
    if (whole) return end_chunk(job, batch, locker);
    scene_.lockers.release(locker);
    scene_.lockers.acquire(locker, wanted(job, batch, locker));
}

void JobScene::end_chunk(Job& job, Batch& batch, Locker& locker) {
    scene_.lockers.release(locker);
    batch.done += locker.origin.rows;
    // A 2.0 job ends with the chunk under way, a batch of a 1.0 job is taken to its end.
    const bool stopped = !job.is_v1() && job.is_over();
    if (stopped) job.info.total_time = scene_.timeline.now() - job.begun;
    if (stopped || batch.done == batch.rows.size()) {
        leave(job, batch);
        end_batch(job, batch, stopped ? BatchState::not_processed : BatchState::completed);
    } else if (batch.lock_failures > scene_.profile().lock_failures_max) {
        send_back(job, batch);
    } else {
        next_chunk(job, batch, Duration{0});
    }
    go_to_work();
}

void JobScene::send_back(Job& job, Batch& batch) {
    leave(job, batch);
    if (batch.requeues == scene_.profile().requeues_max) {
        const std::string text =
            fmt::format("InternalServerError : Retried more than {} times", batch.requeues);
        (job.is_v1() ? batch.message : job.failure) = text;
        return end_batch(job, batch, BatchState::failed);
    }
    if (job.info.state == JobState::aborted)
        return end_batch(job, batch, BatchState::not_processed);
    ++batch.requeues;
    ++job.info.retries;
    batch.state = BatchState::queued;
    batch.message = fmt::format(
        "TooManyLockFailure : Too many lock failure {} Trying again later", batch.lock_failures
    );
    scene_.say().batch("is sent back", job.number, batch.number);
    scene_.later(scene_.profile().requeue_delay, [this, &job, &batch] {
        if (batch.state != BatchState::queued) return;
        line_up(job, batch);
        go_to_work();
    });
}

void JobScene::leave(Job& job, Batch& batch) {
    const Duration busy = scene_.timeline.now() - batch.taken;
    batch.busy += busy;
    scene_.books.batch_time += busy;
    job.info.active_time += std::max(Duration{0}, busy - scene_.profile().batch_overhead);
    --lane_of(job).busy;
}

void JobScene::end_batch(Job& job, Batch& batch, BatchState state) {
    batch.state = state;
    scene_.say().batch("is through", job.number, batch.number);
    if (job.is_v1()) {
        job.info.total_time += batch.busy;
        return;
    }
    const bool open = std::any_of(job.batches.begin(), job.batches.end(), [](const Batch& each) {
        return each.state == BatchState::queued || each.state == BatchState::in_progress;
    });
    if (open || job.is_over()) return;
    job.info.total_time = scene_.timeline.now() - job.begun;
    set_state(job, job.failure.empty() ? JobState::job_complete : JobState::failed);
}

void JobScene::abort(const BulkLoad& load) {
    for (Job& job : jobs_) {
        if (job.load != &load || job.is_over()) continue;
        if (job.info.state == JobState::in_progress)
            job.info.total_time = scene_.timeline.now() - job.begun;
        set_state(job, JobState::aborted);
        for (Batch& batch : job.batches) {
            if (!job.is_v1() || batch.state != BatchState::queued) continue;
            batch.state = BatchState::not_processed;
            batch.message.clear();
            job.info.total_time += batch.busy;
        }
    }
}

void JobScene::tell_ends() {
    for (const Job& job : jobs_) {
        JobInfo info = job.info;
        if (info.state == JobState::failed) info.error_message = job.failure;
        scene_.telling.job_end(job.number, info);
        if (job.is_v1()) tell_batches(job);
        tell_rows(job);
    }
}

void JobScene::tell_batches(const Job& job) {
    for (std::size_t i = 0; i < job.batches.size(); ++i) {
        const Batch& batch = job.batches[i];
        scene_.telling.batch_end(job.number, i, batch.state, batch.message, batch.busy);
    }
}

void JobScene::tell_rows(const Job& job) {
    if (job.is_v1()) {
        for (std::size_t i = 0; i < job.ends.size(); ++i)
            scene_.telling.row_end(job.number, i, job.ends[i]);
        return;
    }
    std::vector<std::string> rows;
    const Rows& uploaded = job.load->batches.front();
    for (std::size_t i = 0; i < uploaded.size(); ++i) {
        const bool removed = job.load->operation == Operation::remove;
        const std::string name = removed ? text_of(uploaded[i].record) : fmt::format("row {}", i);
        const RowEnd end = i < job.ends.size() ? job.ends[i] : RowEnd{};
        rows.push_back(name + " " + text_of(end));
    }
    scene_.telling.unordered_rows(job.number, std::move(rows));
}

}  // namespace rowlock::oracle
