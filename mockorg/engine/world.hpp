#pragma once

#include "mockorg/base/random.hpp"
#include "mockorg/base/trace.hpp"
#include "mockorg/engine/config.hpp"
#include "mockorg/engine/event_queue.hpp"
#include "mockorg/engine/fault_state.hpp"
#include "mockorg/engine/field_reader.hpp"
#include "mockorg/engine/field_tree.hpp"
#include "mockorg/engine/foreign_state.hpp"
#include "mockorg/engine/job.hpp"
#include "mockorg/engine/kept_requests.hpp"
#include "mockorg/engine/ledger.hpp"
#include "mockorg/engine/query_job.hpp"
#include "mockorg/engine/record_copies.hpp"
#include "mockorg/engine/row_list.hpp"
#include "mockorg/engine/save_stamp.hpp"
#include "mockorg/engine/setup_records.hpp"
#include "mockorg/engine/write_plan.hpp"
#include "mockorg/locking/lock_rules.hpp"
#include "mockorg/locking/lock_table.hpp"
#include "mockorg/store/store.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace rowlock {

/// What never changes during an org's life. Shared by the org and its snapshots.
struct Foundation {
    OrgConfig config;
    LockRules rules;
    std::vector<WritePlan> write_plans;
    /// Characters 4 to 6 of every id minted by this org.
    std::array<char, 3> instance{};

    const Schema& schema() const { return *config.schema; }

    const WritePlan& write_plan(ObjectNo object) const {
        return write_plans[static_cast<std::size_t>(object)];
    }
};

/// What a foreign writer's transaction is bound to.
struct ForeignTerms {
    /// Key of ForeignState::runs.
    std::uint32_t run = 0;
    Duration wait{};
    Duration hold{};
    /// Nobody waits for it: what happens to it is no event of the org's own.
    bool in_background = false;
    /// Takes its keys in an order of chance; nothing: in lock order.
    std::optional<Random> order;
};

/// A wait of a running transaction that is over: it has the key since then.
struct KeyGot {
    LockKey key;
    TimePoint time;
};

/// A running transaction: a bulk chunk, one request of the REST API, or somebody foreign.
struct Transaction {
    bool open = false;
    bool holding = false;
    /// Its wait ends now, because it closed a circle of waiters.
    bool deadlocked = false;
    /// Not of lock faults, whose holders wait with patience and end when the fault does.
    std::optional<ForeignTerms> foreign;
    /// The busy key it waits for.
    std::optional<LockKey> waiting_for;
    TransactionOrigin origin;
    /// In lock order.
    std::vector<WantedLock> wanted;
    /// Counts this slot's waits; tells an old timeout from the current one.
    std::uint32_t wait_number = 0;
    TimePoint waiting_since{};
    /// Waiters of the key when it began to wait for it.
    std::uint32_t queued_before = 0;
    /// Rows that failed because its wait was in vain; nothing while it is not.
    std::optional<std::uint32_t> rows_failed;
    /// When it began to ask for its locks, if it has and still has some or waits.
    std::optional<TimePoint> asked_at;
    /// TransactionSpan::number.
    std::uint64_t number = 0;
    /// Keys it had to wait for, in the order in which it got them.
    std::vector<KeyGot> waited_for;
    /// Its keys in the order in which it asks for them, if that is not lock order.
    std::vector<LockKey> own_order;
    TimePoint held_since{};
    /// rest only: key of World::rest_writes or World::locking_queries.
    std::uint64_t rest_write = 0;
};

/// The rows of a query that was answered page by page.
struct QueryCursor {
    ObjectNo object{};
    std::vector<FieldNode> fields;
    /// Shared by copies of the world; never null.
    std::shared_ptr<const RowList> rows;
    std::uint32_t page_size = 0;
    TimePoint used{};
};

/// Everything about an org that changes. Copyable: a copy is a snapshot, and cheap.
struct World {
    explicit World(std::shared_ptr<const Foundation> its_foundation);

    std::shared_ptr<const Foundation> foundation;
    TimePoint now;
    Store store;
    std::vector<Job> jobs;
    /// Query jobs of Bulk API 2.0.
    std::vector<QueryJob> query_jobs;
    BulkUsage bulk_usage;
    /// Bulk API 1.0: batches and query results so far, over all jobs; their ids count from 1.
    std::uint64_t batches_made = 0;
    std::uint64_t query_results_made = 0;
    KeptRequests kept_requests;
    /// When forget_old_jobs() last looked.
    TimePoint forgot_at;
    RecordCopies record_copies;
    EventQueue events;

    LockTable locks;
    std::vector<Transaction> transactions;
    std::vector<std::uint32_t> free_transactions;
    /// How often a transaction began to ask for its locks.
    std::uint64_t times_asked = 0;

    /// Batches of all parallel jobs in queue order, and how many workers are busy with some.
    std::deque<BatchRef> parallel_lane;
    std::uint32_t parallel_busy = 0;
    /// Batches of all serial jobs; one runs at a time.
    std::deque<BatchRef> serial_lane;
    bool serial_busy = false;

    std::map<std::uint64_t, WriteRecords> rest_writes;
    std::uint64_t next_rest_write = 1;
    /// Queries that wait for their locks, numbered together with rest_writes.
    std::map<std::uint64_t, RunQuery> locking_queries;
    /// What the org is made of, as records; made when the first query asks.
    std::shared_ptr<const SetupRecords> setup;
    std::map<std::uint64_t, QueryCursor> cursors;
    std::uint64_t next_cursor = 1;

    FaultState faults;
    ForeignState foreign;

    Ledger ledger;
    LockStatistics statistics;
    boost::unordered_flat_map<std::uint64_t, KeyContention> contention;
    Trace trace;

    const OrgConfig& config() const { return foundation->config; }

    const Profile& profile() const { return foundation->config.profile; }

    const Schema& schema() const { return foundation->schema(); }

    FieldReader field_reader() { return {store, config().adopt_unknown_ids}; }

    void record(TraceKind kind, std::uint64_t subject, std::uint64_t detail = 0) {
        trace.record({now, kind, subject, detail});
    }

    /// Whether nobody can ask for the job any more: it was deleted, or it has been kept long
    /// enough.
    bool is_gone(const Job& job) const;
    bool is_gone(const QueryJob& job) const;

    /// The job with this id, of either API; nullptr if there is none or it is gone.
    Job* find_job(const RecordId& id);
    const Job* find_job(const RecordId& id) const;

    /// The user; the org's own one if there is no such user.
    RecordHandle user_or_own(const RecordId& user) const;

    /// Of what the user saves now.
    SaveStamp stamp_of(const RecordId& user) const { return {now, user_or_own(user)}; }

    /// Takes in a job that the user made, with its id and its times.
    Job& add_job(Job job, const RecordId& user = {});

    /// Moves the job on: state, time stamp and trace together.
    template <class AnyJob>
    void set_job_state(AnyJob& job, JobState state) {
        job.info.state = state;
        job.info.modified = now;
        record(TraceKind::job_state, job.info.id.number() - 1, static_cast<std::uint64_t>(state));
    }

    /// Ids of what is no record: jobs (750), query locators (01g), the organization (00D).
    RecordId system_id(KeyPrefix prefix, std::uint64_t number) const {
        return RecordId::make(prefix, foundation->instance, number);
    }
};

}  // namespace rowlock
