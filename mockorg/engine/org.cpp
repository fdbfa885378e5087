#include "mockorg/engine/org.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/engine/batch_runner.hpp"
#include "mockorg/engine/job_desk.hpp"
#include "mockorg/engine/query_executor.hpp"
#include "mockorg/engine/rest_desk.hpp"
#include "mockorg/engine/world.hpp"

#include <algorithm>
#include <map>

namespace rowlock {

class OrgSnapshot {
public:
    explicit OrgSnapshot(const World& its_world) : world(its_world) {}

    World world;
};

struct Org::State {
    explicit State(std::shared_ptr<const Foundation> foundation) : world(std::move(foundation)) {}

    World world;
    /// Who waits for which REST write. Not part of a snapshot.
    std::map<std::uint64_t, ReplyTo<WriteRecord>> pending;

    void perform(const Event& event);
    void perform_commit(TransactionNo transaction);
    void perform_timeout(const Event& event);
    void answer(RestDesk::Finished finished);

    bool is_rest(TransactionNo transaction) const {
        const auto& origin = world.transactions[static_cast<std::size_t>(transaction)].origin;
        return origin.kind == TransactionOrigin::Kind::rest;
    }
};

namespace {

constexpr KeyPrefix k_job_prefix = {'7', '5', '0'};
constexpr KeyPrefix k_organization_prefix = {'0', '0', 'D'};
constexpr Duration k_day = std::chrono::hours{24};

}  // namespace

Result<Org> Org::create(OrgConfig config) {
    auto rules = LockRules::compile(config.schema, config.lock_rules);
    if (!rules) return tl::unexpected{rules.error()};
    auto write_plans = make_write_plans(*config.schema);
    const auto foundation = std::make_shared<const Foundation>(Foundation{
        std::move(config), std::move(*rules), std::move(write_plans), {'R', 'L', '0'}});
    return Org{std::make_unique<State>(foundation)};
}

Org::Org(std::unique_ptr<State> state) : state_(std::move(state)) {}

Org::Org(Org&&) noexcept = default;
Org& Org::operator=(Org&&) noexcept = default;
Org::~Org() = default;

void Org::State::perform(const Event& event) {
    BatchRunner runner{world};
    switch (event.kind) {
        case Event::Kind::prepare_job:
            runner.prepare(event.subject);
            break;
        case Event::Kind::chunk_due:
            runner.chunk_due(TransactionNo{event.subject});
            break;
        case Event::Kind::requeue_batch:
            runner.requeue(event.subject, event.detail);
            break;
        case Event::Kind::commit:
            perform_commit(TransactionNo{event.subject});
            break;
        case Event::Kind::lock_timeout:
            perform_timeout(event);
            break;
    }
}

void Org::State::perform_commit(TransactionNo transaction) {
    if (is_rest(transaction)) {
        answer(RestDesk{world}.commit(transaction));
    } else {
        BatchRunner{world}.commit(transaction);
    }
}

void Org::State::perform_timeout(const Event& event) {
    const TransactionNo transaction{event.subject};
    const auto timeout = Transactions{world}.timed_out(transaction, event.detail);
    if (!timeout) return;
    if (is_rest(transaction)) {
        answer(RestDesk{world}.lock_timeout(transaction, *timeout));
    } else {
        BatchRunner{world}.lock_timeout(transaction, *timeout);
    }
}

void Org::State::answer(RestDesk::Finished finished) {
    const auto reply = pending.extract(finished.number);
    if (!reply.empty()) reply.mapped()(std::move(finished.reply));
}

std::optional<TimePoint> Org::next_deadline() const {
    return state_->world.events.next_time();
}

TimePoint Org::now() const {
    return state_->world.now;
}

void Org::advance_to(TimePoint now) {
    World& world = state_->world;
    for (auto next = next_deadline(); next && *next <= now; next = next_deadline()) {
        world.now = std::max(world.now, *next);
        state_->perform(world.events.take());
    }
    world.now = std::max(world.now, now);
}

void Org::submit(TimePoint now, CreateIngestJob request, ReplyTo<CreateIngestJob> reply) {
    advance_to(now);
    reply(JobDesk{state_->world}.create(std::move(request)));
}

void Org::submit(TimePoint now, UploadJobData request, ReplyTo<UploadJobData> reply) {
    advance_to(now);
    reply(JobDesk{state_->world}.upload(std::move(request)));
}

void Org::submit(TimePoint now, SetJobState request, ReplyTo<SetJobState> reply) {
    advance_to(now);
    reply(JobDesk{state_->world}.set_state(request));
}

void Org::submit(TimePoint now, GetJob request, ReplyTo<GetJob> reply) {
    advance_to(now);
    reply(JobDesk{state_->world}.get(request));
}

void Org::submit(TimePoint now, ListJobs, ReplyTo<ListJobs> reply) {
    advance_to(now);
    reply(JobDesk{state_->world}.list());
}

void Org::submit(TimePoint now, DeleteJob request, ReplyTo<DeleteJob> reply) {
    advance_to(now);
    reply(JobDesk{state_->world}.remove(request));
}

void Org::submit(TimePoint now, GetJobResults request, ReplyTo<GetJobResults> reply) {
    advance_to(now);
    reply(JobDesk{state_->world}.results(request));
}

void Org::submit(TimePoint now, WriteRecord request, ReplyTo<WriteRecord> reply) {
    advance_to(now);
    const auto number = RestDesk{state_->world}.begin(std::move(request));
    if (!number) {
        reply(tl::unexpected{number.error()});
        return;
    }
    state_->pending.emplace(*number, std::move(reply));
}

void Org::submit(TimePoint now, GetRecord request, ReplyTo<GetRecord> reply) {
    advance_to(now);
    reply(QueryExecutor{state_->world}.get(request));
}

void Org::submit(TimePoint now, RunQuery request, ReplyTo<RunQuery> reply) {
    advance_to(now);
    reply(QueryExecutor{state_->world}.run(request));
}

void Org::submit(TimePoint now, QueryMore request, ReplyTo<QueryMore> reply) {
    advance_to(now);
    reply(QueryExecutor{state_->world}.more(request));
}

std::shared_ptr<const OrgSnapshot> Org::snapshot() const {
    return std::make_shared<const OrgSnapshot>(state_->world);
}

void Org::restore(const OrgSnapshot& snapshot) {
    state_->world = snapshot.world;
    state_->world.record(TraceKind::restored, 0);
    auto abandoned = std::move(state_->pending);
    state_->pending.clear();
    for (auto& [number, reply] : abandoned) {
        reply(
            fail(ErrorCode::server_unavailable, "the org was set back while this write was waiting")
        );
    }
}

const OrgConfig& Org::config() const {
    return state_->world.config();
}

const LockRules& Org::lock_rules() const {
    return state_->world.foundation->rules;
}

const Trace& Org::trace() const {
    return state_->world.trace;
}

Trace& Org::trace() {
    return state_->world.trace;
}

const Ledger& Org::ledger() const {
    return state_->world.ledger;
}

LockStatistics Org::lock_statistics() const {
    return state_->world.statistics;
}

std::vector<KeyContention> Org::hottest_keys(std::size_t limit) const {
    std::vector<KeyContention> keys;
    for (const auto& [value, contention] : state_->world.contention) {  // order: sorted below
        keys.push_back(contention);
    }
    const auto hotter = [](const KeyContention& a, const KeyContention& b) {
        if (a.rows_failed != b.rows_failed) return a.rows_failed > b.rows_failed;
        if (a.waited != b.waited) return a.waited > b.waited;
        return a.key < b.key;
    };
    const std::size_t kept = std::min(limit, keys.size());
    std::partial_sort(
        keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(kept), keys.end(), hotter
    );
    keys.resize(kept);
    return keys;
}

std::vector<HeldLock> Org::held_locks() const {
    const World& world = state_->world;
    const auto origin_of = [&](TransactionNo number) {
        return world.transactions[static_cast<std::size_t>(number)].origin;
    };
    std::vector<HeldLock> locks;
    for (const LockKey key : world.locks.held_keys()) {
        HeldLock lock{
            key, world.store.id_of(key.record()), origin_of(*world.locks.holder(key)), {}};
        for (const TransactionNo waiter : world.locks.waiters(key))
            lock.waiters.push_back(origin_of(waiter));
        locks.push_back(std::move(lock));
    }
    return locks;
}

RecordId Org::id_of(RecordHandle record) const {
    return state_->world.store.id_of(record);
}

RecordId Org::job_id(std::uint32_t job) const {
    return state_->world.system_id(k_job_prefix, job + std::uint64_t{1});
}

RecordId Org::organization_id() const {
    return state_->world.system_id(k_organization_prefix, 1);
}

RecordId Org::user_id() const {
    return id_of(state_->world.store.user());
}

std::uint64_t Org::batches_in_last_day() const {
    const auto& starts = state_->world.batch_starts;
    const auto first = std::lower_bound(starts.begin(), starts.end(), state_->world.now - k_day);
    return static_cast<std::uint64_t>(starts.end() - first);
}

void Org::check_invariants() const {
    const World& world = state_->world;
    world.locks.check_invariants();
    ROWLOCK_ASSERT(world.parallel_busy <= world.profile().workers);
    for (const Job& job : world.jobs) {
        std::uint64_t processed = 0;
        std::uint64_t failed = 0;
        for (std::size_t row = 0; row < job.outcomes.size(); ++row) {
            const RowOutcome::Kind kind = job.outcomes.get(row).kind;
            processed += kind != RowOutcome::Kind::unprocessed ? 1 : 0;
            failed += kind == RowOutcome::Kind::failed ? 1 : 0;
        }
        ROWLOCK_ASSERT(processed == job.info.rows_processed);
        ROWLOCK_ASSERT(failed == job.info.rows_failed);
        const auto open =
            std::count_if(job.batches.begin(), job.batches.end(), [](const Batch& batch) {
                return batch.state != Batch::State::done;
            });
        ROWLOCK_ASSERT(static_cast<std::uint32_t>(open) == job.batches_open);
    }
}

}  // namespace rowlock
