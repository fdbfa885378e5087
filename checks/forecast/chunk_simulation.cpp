#include "checks/forecast/chunk_simulation.hpp"

#include "checks/forecast/batch_queue.hpp"
#include "mockorg/base/assert.hpp"
#include "mockorg/base/random.hpp"
#include "mockorg/locking/lock_table.hpp"

#include <deque>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

namespace rowlock {
namespace {

struct Event {
    enum class Kind : std::uint8_t { ask, commit, timeout, requeue, arrive };

    Duration time;
    /// Ties are broken by the order in which events were made.
    std::uint64_t sequence;
    Kind kind;
    /// A worker; of a requeue and an arrival the batch.
    std::uint32_t subject;
    /// Of a worker's events: its step when the event was made. It has moved on if they differ.
    std::uint64_t step;

    bool operator>(const Event& other) const {
        return time != other.time ? time > other.time : sequence > other.sequence;
    }
};

bool is_workers(Event::Kind kind) {
    return kind != Event::Kind::requeue && kind != Event::Kind::arrive;
}

struct Worker {
    bool busy = false;
    std::uint32_t batch = 0;
    std::uint64_t step = 0;
    std::uint32_t rows_failed = 0;
    Duration hold{};
    Duration taken{};
};

/// What the client has sent of a partition.
struct Partition {
    std::uint32_t in_flight = 0;
    /// Due, but held back until others are finished.
    std::deque<std::uint32_t> held_back;
};

struct BatchState {
    std::uint32_t chunks_done = 0;
    std::uint32_t requeues = 0;
};

class Simulation {
public:
    Simulation(const ChunkSample& sample, const SimulationSettings& settings)
        : sample_(sample),
          settings_(settings),
          holds_(Random{settings.seed}.split("hold")),
          queue_(sample),
          // One more for serial jobs.
          workers_(std::size_t{settings.workers} + 1),
          batches_(sample.batches.size()) {
        ROWLOCK_ASSERT(settings.workers > 0);
        result_.batches.resize(sample.batches.size());
        for (const ChunkSample::Batch& batch : sample.batches) {
            if (batch.partition >= partitions_.size()) partitions_.resize(batch.partition + 1);
        }
    }

    SimulationResult run() {
        for (std::uint32_t batch = 0; batch < sample_.batches.size(); ++batch) {
            if (sample_.batches[batch].arrival > Duration{0}) {
                add_event(sample_.batches[batch].arrival, Event::Kind::arrive, batch, 0);
            } else {
                send(batch);
            }
        }
        dispatch();
        while (!events_.empty()) {
            const Event event = events_.top();
            events_.pop();
            if (is_workers(event.kind) && workers_[event.subject].step != event.step) continue;
            now_ = event.time;
            handle(event);
        }
        result_.elapsed = now_;
        return std::move(result_);
    }

private:
    void handle(const Event& event) {
        switch (event.kind) {
            case Event::Kind::ask:
                return ask(event.subject);
            case Event::Kind::commit:
                return commit(event.subject);
            case Event::Kind::timeout:
                return time_out(event.subject);
            case Event::Kind::requeue:
                queue_.put_back(event.subject);
                return dispatch();
            case Event::Kind::arrive:
                send(event.subject);
                return dispatch();
        }
    }

    /// The batch is due: it is sent, or held back as long as the client has enough in flight.
    void send(std::uint32_t batch) {
        if (sample_.batches[batch].chunk_count == 0) return;
        Partition& partition = partitions_[sample_.batches[batch].partition];
        if (sample_.in_flight > 0 && partition.in_flight >= sample_.in_flight) {
            return partition.held_back.push_back(batch);
        }
        ++partition.in_flight;
        result_.batches[batch].arrived = now_;
        queue_.arrive(batch);
    }

    /// The batch is done for good; may let the client send another one.
    void finish(std::uint32_t batch) {
        queue_.finish(batch);
        result_.batches[batch].ended = now_;
        Partition& partition = partitions_[sample_.batches[batch].partition];
        --partition.in_flight;
        if (partition.held_back.empty()) return;
        add_event(sample_.notice, Event::Kind::arrive, partition.held_back.front(), 0);
        partition.held_back.pop_front();
    }

    void add_event(Duration delay, Event::Kind kind, std::uint32_t subject, std::uint64_t step) {
        events_.push({now_ + delay, sequence_++, kind, subject, step});
    }

    /// The worker's next event; whatever was due before is void.
    void plan(std::uint32_t worker, Duration delay, Event::Kind kind) {
        add_event(delay, kind, worker, ++workers_[worker].step);
    }

    void dispatch() {
        for (std::uint32_t worker = 0; worker < workers_.size(); ++worker) {
            if (workers_[worker].busy) continue;
            const auto batch = queue_.take(worker == settings_.workers);
            if (!batch) continue;
            workers_[worker].busy = true;
            workers_[worker].batch = *batch;
            workers_[worker].rows_failed = 0;
            workers_[worker].taken = now_;
            if (batches_[*batch].requeues == 0) result_.batches[*batch].taken = now_;
            plan(worker, settings_.batch_overhead + settings_.pre_lock, Event::Kind::ask);
        }
    }

    std::uint32_t chunk_of(const Worker& worker) const {
        return sample_.batches[worker.batch].first_chunk + batches_[worker.batch].chunks_done;
    }

    void ask(std::uint32_t worker) {
        const ChunkSample::Chunk& chunk = sample_.chunks[chunk_of(workers_[worker])];
        follow(locks_.begin(TransactionNo{worker}, sample_.keys_of(chunk)));
    }

    void follow(const LockProgress& progress) {
        const auto worker = static_cast<std::uint32_t>(progress.transaction);
        if (!progress.waiting_for) return hold(worker);
        ++result_.waits;
        ++workers_[worker].step;
        if (settings_.lock_wait == Duration::max()) return;
        plan(worker, settings_.lock_wait, Event::Kind::timeout);
    }

    /// A chunk's hold depends on nothing but the chunk, so that another k or lock wait compares.
    void hold(std::uint32_t worker) {
        Random random = holds_.split(chunk_of(workers_[worker]));
        const HoldTime& law = settings_.hold;
        workers_[worker].hold = seconds(random.lognormal(law.mean_seconds, law.variation));
        plan(worker, workers_[worker].hold, Event::Kind::commit);
    }

    void commit(std::uint32_t worker) {
        ++result_.chunks_committed;
        result_.rows_committed += sample_.chunks[chunk_of(workers_[worker])].rows;
        result_.useful += workers_[worker].hold;
        end_chunk(worker);
    }

    void time_out(std::uint32_t worker) {
        const std::uint32_t rows = sample_.chunks[chunk_of(workers_[worker])].rows;
        ++result_.chunks_failed;
        result_.rows_failed += rows;
        workers_[worker].rows_failed += rows;
        end_chunk(worker);
    }

    void end_chunk(std::uint32_t worker) {
        std::vector<LockProgress> woken;
        locks_.release(TransactionNo{worker}, woken);
        result_.chunk_ends.push_back(now_);
        const std::uint32_t batch = workers_[worker].batch;
        ++batches_[batch].chunks_done;
        const bool done = batches_[batch].chunks_done == sample_.batches[batch].chunk_count;
        if (done) {
            leave(worker);
            finish(batch);
        } else if (workers_[worker].rows_failed > settings_.lock_failures_max) {
            leave(worker);
            requeue(batch);
        } else {
            plan(worker, settings_.pre_lock, Event::Kind::ask);
        }
        for (const LockProgress& progress : woken) follow(progress);
        if (!workers_[worker].busy) dispatch();
    }

    void leave(std::uint32_t worker) {
        const Duration busy = now_ - workers_[worker].taken;
        result_.batches[workers_[worker].batch].active += busy - settings_.batch_overhead;
        workers_[worker].busy = false;
        ++workers_[worker].step;
    }

    void requeue(std::uint32_t batch) {
        BatchState& state = batches_[batch];
        if (state.requeues < settings_.requeues_max) {
            ++state.requeues;
            ++result_.requeues;
            queue_.suspend(batch);
            add_event(settings_.requeue_delay, Event::Kind::requeue, batch, 0);
            return;
        }
        const ChunkSample::Batch& given_up = sample_.batches[batch];
        for (std::uint32_t i = state.chunks_done; i < given_up.chunk_count; ++i) {
            result_.rows_unprocessed += sample_.chunks[given_up.first_chunk + i].rows;
        }
        finish(batch);
    }

    const ChunkSample& sample_;
    const SimulationSettings& settings_;
    Random holds_;
    BatchQueue queue_;
    std::vector<Worker> workers_;
    std::vector<BatchState> batches_;
    std::vector<Partition> partitions_;
    LockTable locks_;
    std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
    std::uint64_t sequence_ = 0;
    Duration now_{};
    SimulationResult result_;
};

}  // namespace

double SimulationResult::failure_rate() const {
    const std::uint64_t lost = rows_failed + rows_unprocessed;
    const std::uint64_t rows = lost + rows_committed;
    return rows == 0 ? 0.0 : static_cast<double>(lost) / static_cast<double>(rows);
}

double SimulationResult::useful_parallelism() const {
    return elapsed <= Duration{0} ? 0.0 : to_seconds(useful) / to_seconds(elapsed);
}

SimulationResult simulate(const ChunkSample& sample, const SimulationSettings& settings) {
    return Simulation{sample, settings}.run();
}

}  // namespace rowlock
