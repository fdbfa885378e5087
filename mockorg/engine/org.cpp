#include "mockorg/engine/org.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/engine/bulk1_desk.hpp"
#include "mockorg/engine/fault_desk.hpp"
#include "mockorg/engine/foreign_runs.hpp"
#include "mockorg/engine/foreign_writers.hpp"
#include "mockorg/engine/forgetting.hpp"
#include "mockorg/engine/id_prefixes.hpp"
#include "mockorg/engine/job_desk.hpp"
#include "mockorg/engine/job_invariants.hpp"
#include "mockorg/engine/lock_faults.hpp"
#include "mockorg/engine/org_state.hpp"
#include "mockorg/engine/query_executor.hpp"
#include "mockorg/engine/query_job_desk.hpp"
#include "mockorg/engine/query_locks.hpp"
#include "mockorg/engine/rest_desk.hpp"
#include "mockorg/engine/roll_ups.hpp"

#include <algorithm>
#include <variant>

namespace rowlock {

class OrgSnapshot {
public:
    explicit OrgSnapshot(const World& its_world) : world(its_world) {}

    World world;
};

namespace {

/// Tells everybody who waits that nothing will come.
template <class Replies>
void abandon(Replies& pending) {
    Replies abandoned;
    abandoned.swap(pending);
    for (auto& [number, reply] : abandoned) {
        reply(
            fail(ErrorCode::server_unavailable, "the org was set back while this write was waiting")
        );
    }
}

}  // namespace

Result<Org> Org::create(OrgConfig config) {
    auto rules = LockRules::compile(config.schema, config.lock_rules);
    if (!rules) return tl::unexpected{rules.error()};
    auto write_plans = make_write_plans(*config.schema);
    for (WritePlan& plan : write_plans)
        plan.keep_dangling_references = config.keep_dangling_references;
    if (auto attached = attach_roll_ups(*config.schema, write_plans); !attached)
        return tl::unexpected{attached.error()};
    const std::array<char, 3> instance = config.instance;
    const auto foundation = std::make_shared<const Foundation>(Foundation{
        std::move(config), std::move(*rules), std::move(write_plans), instance});
    return Org{std::make_unique<State>(foundation)};
}

Org::Org(std::unique_ptr<State> state) : state_(std::move(state)) {}

Org::Org(Org&&) noexcept = default;
Org& Org::operator=(Org&&) noexcept = default;
Org::~Org() = default;

std::optional<TimePoint> Org::next_deadline() const {
    return state_->world.events.next_time() ? state_->next_due() : std::nullopt;
}

TimePoint Org::now() const {
    return state_->world.now;
}

void Org::advance_to(TimePoint now) {
    World& world = state_->world;
    for (;;) {
        state_->skip_idle_time(now);
        const auto next = state_->next_due();
        if (!next || *next > now) break;
        world.now = std::max(world.now, *next);
        state_->perform_next();
        world.store.reclaim();
    }
    world.now = std::max(world.now, now);
    forget(world);
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
    std::vector<JobInfo> jobs = JobDesk{state_->world}.list();
    const std::vector<JobInfo> query_jobs = QueryJobDesk{state_->world}.list();
    jobs.insert(jobs.end(), query_jobs.begin(), query_jobs.end());
    reply(std::move(jobs));
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
    WriteRecords one;
    one.user = request.user;
    one.rows.push_back({std::move(request)});
    submit(now, std::move(one), [reply = std::move(reply)](Result<WriteRecords::Reply> rows) {
        reply(rows ? std::move(rows->rows.front()) : tl::unexpected{std::move(rows.error())});
    });
}

void Org::submit(TimePoint now, WriteRecords request, ReplyTo<WriteRecords> reply) {
    advance_to(now);
    auto begun = RestDesk{state_->world}.begin(std::move(request));
    if (auto* refused = std::get_if<WriteRecords::Reply>(&begun)) {
        reply(std::move(*refused));
        return;
    }
    state_->pending.emplace(std::get<std::uint64_t>(begun), std::move(reply));
}

void Org::submit(TimePoint now, RunScript request, ReplyTo<RunScript> reply) {
    advance_to(now);
    const auto begun = ScriptDesk{state_->world}.begin(request);
    if (const auto* done = std::get_if<RunScript::Reply>(&begun)) {
        reply(*done);
        return;
    }
    const std::uint64_t number = std::get<std::uint64_t>(begun);
    state_->scripts.emplace(number, std::move(request));
    state_->pending_scripts.emplace(number, std::move(reply));
}

void Org::submit(TimePoint now, GetRecord request, ReplyTo<GetRecord> reply) {
    advance_to(now);
    reply(QueryExecutor{state_->world}.get(request));
}

void Org::submit(TimePoint now, RunQuery request, ReplyTo<RunQuery> reply) {
    advance_to(now);
    if (!QueryLocks::asks_for_locks(request)) {
        reply(QueryExecutor{state_->world}.run(request));
        return;
    }
    const auto number = QueryLocks{state_->world}.begin(std::move(request));
    if (!number) {
        reply(tl::unexpected{number.error()});
        return;
    }
    state_->pending_queries.emplace(*number, std::move(reply));
}

void Org::submit(TimePoint now, QueryMore request, ReplyTo<QueryMore> reply) {
    advance_to(now);
    reply(QueryExecutor{state_->world}.more(request));
}

void Org::submit(TimePoint now, CreateQueryJob request, ReplyTo<CreateQueryJob> reply) {
    advance_to(now);
    reply(QueryJobDesk{state_->world}.create(std::move(request)));
}

void Org::submit(TimePoint now, GetQueryJob request, ReplyTo<GetQueryJob> reply) {
    advance_to(now);
    reply(QueryJobDesk{state_->world}.get(request));
}

void Org::submit(TimePoint now, SetQueryJobState request, ReplyTo<SetQueryJobState> reply) {
    advance_to(now);
    reply(QueryJobDesk{state_->world}.set_state(request));
}

void Org::submit(TimePoint now, DeleteQueryJob request, ReplyTo<DeleteQueryJob> reply) {
    advance_to(now);
    reply(QueryJobDesk{state_->world}.remove(request));
}

void Org::submit(TimePoint now, GetQueryResults request, ReplyTo<GetQueryResults> reply) {
    advance_to(now);
    reply(QueryJobDesk{state_->world}.results(request));
}

void Org::submit(TimePoint now, GetQueryResultPages request, ReplyTo<GetQueryResultPages> reply) {
    advance_to(now);
    reply(QueryJobDesk{state_->world}.pages(request));
}

void Org::submit(TimePoint now, CreateBulk1Job request, ReplyTo<CreateBulk1Job> reply) {
    advance_to(now);
    reply(Bulk1Desk{state_->world}.create(request));
}

void Org::submit(TimePoint now, GetBulk1Job request, ReplyTo<GetBulk1Job> reply) {
    advance_to(now);
    reply(Bulk1Desk{state_->world}.get(request));
}

void Org::submit(TimePoint now, SetBulk1JobState request, ReplyTo<SetBulk1JobState> reply) {
    advance_to(now);
    reply(Bulk1Desk{state_->world}.set_state(request));
}

void Org::submit(TimePoint now, SetTransformation request, ReplyTo<SetTransformation> reply) {
    advance_to(now);
    reply(Bulk1Desk{state_->world}.set_transformation(request));
}

void Org::submit(TimePoint now, AddBatch request, ReplyTo<AddBatch> reply) {
    advance_to(now);
    reply(Bulk1Desk{state_->world}.add(std::move(request)));
}

void Org::submit(TimePoint now, ListBatches request, ReplyTo<ListBatches> reply) {
    advance_to(now);
    reply(Bulk1Desk{state_->world}.list(request));
}

void Org::submit(TimePoint now, GetBatch request, ReplyTo<GetBatch> reply) {
    advance_to(now);
    reply(Bulk1Desk{state_->world}.get(request));
}

void Org::submit(TimePoint now, GetBatchRequest request, ReplyTo<GetBatchRequest> reply) {
    advance_to(now);
    reply(Bulk1Desk{state_->world}.request_of(request));
}

void Org::submit(TimePoint now, GetBatchResult request, ReplyTo<GetBatchResult> reply) {
    advance_to(now);
    reply(Bulk1Desk{state_->world}.result(request));
}

void Org::submit(TimePoint now, GetQueryResult request, ReplyTo<GetQueryResult> reply) {
    advance_to(now);
    reply(Bulk1Desk{state_->world}.query_result(request));
}

std::shared_ptr<const OrgSnapshot> Org::snapshot() const {
    return std::make_shared<const OrgSnapshot>(state_->world);
}

void Org::restore(const OrgSnapshot& snapshot) {
    state_->world = snapshot.world;
    state_->world.record(TraceKind::restored, 0);
    abandon(state_->pending);
    abandon(state_->pending_queries);
    state_->scripts.clear();
    abandon(state_->pending_scripts);
}

Result<void> Org::set_fault(Fault fault) {
    return FaultDesk{state_->world}.set(std::move(fault));
}

bool Org::remove_fault(std::string_view name) {
    return FaultDesk{state_->world}.remove(name);
}

const FaultBook::Entries& Org::faults() const {
    return state_->world.faults.book.entries();
}

const FaultBook::Entry* Org::strike(const FaultedRequest& request) {
    return state_->world.faults.book.strike(request, state_->world.now);
}

std::string_view Org::lock_fault_state(const FaultBook::Entry& entry) const {
    return name_of(LockFaults{state_->world}.state_of(entry));
}

Result<void> Org::set_foreign_writer(ForeignWriter writer) {
    return ForeignWriters{state_->world}.set(std::move(writer));
}

bool Org::remove_foreign_writer(std::string_view name) {
    return ForeignWriters{state_->world}.remove(name);
}

std::vector<ForeignWriterReport> Org::foreign_writers() const {
    return ForeignWriters{state_->world}.reports();
}

const std::string& Org::foreign_writer(const TransactionOrigin& origin) const {
    return state_->world.foreign.names.at(origin.job);
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
        const RecordId id = key.is_record() ? world.store.id_of(key.record()) : RecordId{};
        HeldLock lock{key, id, origin_of(*world.locks.holder(key)), {}};
        for (const TransactionNo waiter : world.locks.waiters(key))
            lock.waiters.push_back(origin_of(waiter));
        locks.push_back(std::move(lock));
    }
    return locks;
}

std::vector<Org::PurgedRecord> Org::purged_records(
    ObjectNo object, std::int64_t start, std::int64_t end
) const {
    const Store& store = state_->world.store;
    std::vector<PurgedRecord> found;
    for (RecordHandle record{object, 0}; record.row < store.table(object).rows(); ++record.row) {
        const auto deleted = store.purged_at(record);
        if (deleted && *deleted >= start && *deleted < end)
            found.push_back({store.id_of(record), *deleted});
    }
    return found;
}

RecordId Org::id_of(RecordHandle record) const {
    return state_->world.store.id_of(record);
}

RecordId Org::job_id(std::uint32_t job) const {
    return state_->world.system_id(k_job_prefix, job + std::uint64_t{1});
}

std::optional<ContentType> Org::bulk1_content_type(const RecordId& job) const {
    const Job* found = state_->world.find_job(job);
    if (found == nullptr || !found->is_v1()) return std::nullopt;
    return found->info.content_type;
}

std::uint64_t Org::rest_transactions() const {
    return state_->world.next_rest_write - 1;
}

RecordId Org::organization_id() const {
    return state_->world.system_id(k_organization_prefix, 1);
}

RecordId Org::user_id() const {
    return id_of(state_->world.store.user());
}

std::uint64_t Org::batches_in_last_day() const {
    return state_->world.bulk_usage.batches.sum(state_->world.now);
}

std::uint64_t Org::live_records() const {
    std::uint64_t records = 0;
    for (const ObjectType& object : config().schema->objects())
        records += state_->world.store.table(object.number).live_rows();
    return records;
}

std::uint64_t Org::query_jobs_in_last_day() const {
    return state_->world.bulk_usage.query_jobs.sum(state_->world.now);
}

std::uint64_t Org::query_storage_in_last_day() const {
    return state_->world.bulk_usage.query_storage.sum(state_->world.now);
}

void Org::check_invariants() const {
    const World& world = state_->world;
    world.locks.check_invariants();
    ROWLOCK_ASSERT(world.parallel_busy <= world.profile().workers);
    for (const Job& job : world.jobs) check_invariants_of(job, world.is_gone(job));
    ForeignRuns{state_->world}.check_invariants();
}

}  // namespace rowlock
