#pragma once

#include "mockorg/base/time.hpp"
#include "mockorg/base/trace.hpp"
#include "mockorg/engine/bulk1_requests.hpp"
#include "mockorg/engine/config.hpp"
#include "mockorg/engine/foreign_report.hpp"
#include "mockorg/engine/ledger.hpp"
#include "mockorg/engine/query_job.hpp"
#include "mockorg/engine/record_steps.hpp"
#include "mockorg/engine/requests.hpp"
#include "mockorg/faults/fault_book.hpp"
#include "mockorg/locking/lock_rules.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace rowlock {

/// All of an org's state at one moment. Cheap to take, to keep and to copy; immutable.
class OrgSnapshot;

/// One held lock, for people and the control API.
struct HeldLock {
    LockKey key;
    RecordId record;
    TransactionOrigin holder;
    std::vector<TransactionOrigin> waiters;
};

/// The batch that a transaction belongs to.
struct BatchIdentity {
    /// Only batches of Bulk API 1.0 have one.
    std::optional<RecordId> id;
    /// Its rows among those of the job.
    std::uint32_t first_row = 0;
    std::uint32_t rows = 0;
};

/// The mock org: records, jobs, locks and workers on one virtual timeline. A plain value without
/// clock, thread, socket or global state: whoever owns it passes the time in. One thread at a time.
///
/// Time never runs backwards: each call's `now` is at least the last one's, and submit() first does
/// everything due until then. The same calls with the same seed give the same replies and trace.
class Org {
public:
    /// Fails when the lock rules do not fit the schema.
    static Result<Org> create(OrgConfig config);

    Org(Org&&) noexcept;
    Org& operator=(Org&&) noexcept;
    ~Org();

    /// The reply comes before submit returns, except for WriteRecord, WriteRecords, a RunScript
    /// that writes and a RunQuery with FOR UPDATE, which reply once they have committed or failed,
    /// in a later advance_to.
    void submit(TimePoint now, CreateIngestJob request, ReplyTo<CreateIngestJob> reply);
    void submit(TimePoint now, UploadJobData request, ReplyTo<UploadJobData> reply);
    void submit(TimePoint now, SetJobState request, ReplyTo<SetJobState> reply);
    void submit(TimePoint now, GetJob request, ReplyTo<GetJob> reply);
    void submit(TimePoint now, ListJobs request, ReplyTo<ListJobs> reply);
    void submit(TimePoint now, DeleteJob request, ReplyTo<DeleteJob> reply);
    void submit(TimePoint now, GetJobResults request, ReplyTo<GetJobResults> reply);
    void submit(TimePoint now, WriteRecord request, ReplyTo<WriteRecord> reply);
    void submit(TimePoint now, WriteRecords request, ReplyTo<WriteRecords> reply);
    void submit(TimePoint now, RunScript request, ReplyTo<RunScript> reply);
    void submit(TimePoint now, GetRecord request, ReplyTo<GetRecord> reply);
    void submit(TimePoint now, RunQuery request, ReplyTo<RunQuery> reply);
    void submit(TimePoint now, QueryMore request, ReplyTo<QueryMore> reply);

    // Bulk API 1.0.

    void submit(TimePoint now, CreateBulk1Job request, ReplyTo<CreateBulk1Job> reply);
    void submit(TimePoint now, GetBulk1Job request, ReplyTo<GetBulk1Job> reply);
    void submit(TimePoint now, SetBulk1JobState request, ReplyTo<SetBulk1JobState> reply);
    void submit(TimePoint now, SetTransformation request, ReplyTo<SetTransformation> reply);
    void submit(TimePoint now, AddBatch request, ReplyTo<AddBatch> reply);
    void submit(TimePoint now, ListBatches request, ReplyTo<ListBatches> reply);
    void submit(TimePoint now, GetBatch request, ReplyTo<GetBatch> reply);
    void submit(TimePoint now, GetBatchRequest request, ReplyTo<GetBatchRequest> reply);
    void submit(TimePoint now, GetBatchResult request, ReplyTo<GetBatchResult> reply);
    void submit(TimePoint now, GetQueryResult request, ReplyTo<GetQueryResult> reply);
    void submit(TimePoint now, CreateQueryJob request, ReplyTo<CreateQueryJob> reply);
    void submit(TimePoint now, GetQueryJob request, ReplyTo<GetQueryJob> reply);
    void submit(TimePoint now, SetQueryJobState request, ReplyTo<SetQueryJobState> reply);
    void submit(TimePoint now, DeleteQueryJob request, ReplyTo<DeleteQueryJob> reply);
    void submit(TimePoint now, GetQueryResults request, ReplyTo<GetQueryResults> reply);
    void submit(TimePoint now, GetQueryResultPages request, ReplyTo<GetQueryResultPages> reply);

    /// When the next thing happens by itself; nothing while the org is idle. The end of a lock
    /// fault is nothing to wait for by itself, nor is what foreign writers do at times of their
    /// own.
    std::optional<TimePoint> next_deadline() const;

    /// Does everything due up to and including `now`, in order of time, then of cause.
    void advance_to(TimePoint now);

    TimePoint now() const;

    /// Requests still waiting for their reply (writes, FOR UPDATE) survive neither call: they
    /// are answered with server_unavailable at restore.
    std::shared_ptr<const OrgSnapshot> snapshot() const;
    void restore(const OrgSnapshot& snapshot);

    // Faults. They are part of the org's state: a snapshot keeps them with their counters.

    /// Sets a fault, in place of one of the same name. client_input_error, with the member in
    /// `fields`, if its object or condition does not fit the schema or there are too many.
    Result<void> set_fault(Fault fault);

    /// What it held up goes on. False if there is none of that name.
    bool remove_fault(std::string_view name);

    const FaultBook::Entries& faults() const;

    /// The fault that strikes this request, now, if any does. Valid until the next call.
    const FaultBook::Entry* strike(const FaultedRequest& request);

    /// How far a fault of kind `lock` has come, in a word: `early`, `no record`, `waiting`,
    /// `holding`, `over`.
    std::string_view lock_fault_state(const FaultBook::Entry& entry) const;

    // Foreign writers. They are part of the org's state, too, with what they did.

    /// Lets a foreign writer write from now on, in place of one of the same name.
    /// client_input_error, with the member in `fields`, if its object, condition or path does not
    /// fit the schema; exceeded_quota if there are too many.
    Result<void> set_foreign_writer(ForeignWriter writer);

    /// It lets go at once. False if there is none of that name.
    bool remove_foreign_writer(std::string_view name);

    /// By name.
    std::vector<ForeignWriterReport> foreign_writers() const;

    /// The name of the foreign writer or the fault behind a TransactionOrigin of kind foreign.
    const std::string& foreign_writer(const TransactionOrigin& origin) const;

    const OrgConfig& config() const;
    const LockRules& lock_rules() const;
    const Trace& trace() const;
    Trace& trace();
    const Ledger& ledger() const;
    LockStatistics lock_statistics() const;

    /// The `limit` most contended keys, most failed rows first, then most time waited, then lock
    /// order.
    std::vector<KeyContention> hottest_keys(std::size_t limit) const;

    /// In lock order.
    std::vector<HeldLock> held_locks() const;

    /// Transactions that have asked for locks and not let go of them, as if they ended now.
    std::vector<TransactionSpan> open_transactions() const;

    RecordId id_of(RecordHandle record) const;

    /// A record that is not even in the recycle bin any more.
    struct PurgedRecord {
        RecordId id;
        /// When it was deleted, in milliseconds since 1970-01-01T00:00:00Z.
        std::int64_t deleted = 0;
    };

    /// Those of the object that were deleted from `start` on and before `end`, by row.
    std::vector<PurgedRecord> purged_records(ObjectNo object, std::int64_t start, std::int64_t end)
        const;

    /// What people know the record by: its name, or else the first external id it has, as
    /// `Name` or `Ext__c = 7`; empty if it has neither.
    std::string label_of(RecordHandle record) const;

    /// The job's id from its number in a TransactionOrigin.
    RecordId job_id(std::uint32_t job) const;

    /// The job itself, even if nobody can ask for it any more.
    const JobInfo& job_info(std::uint32_t job) const;

    /// Of a bulk transaction; nothing if the job has let go of its batches.
    std::optional<BatchIdentity> batch_of(const TransactionOrigin& origin) const;

    /// The contentType of a Bulk API 1.0 job, in which its errors are told, too.
    std::optional<ContentType> bulk1_content_type(const RecordId& job) const;

    /// How many transactions of the REST API have begun. The last of them has this number, which is
    /// TransactionOrigin::batch.
    std::uint64_t rest_transactions() const;

    RecordId organization_id() const;
    RecordId user_id() const;

    /// Batches started in the last 24 hours, against the limit of 15,000.
    std::uint64_t batches_in_last_day() const;

    /// Query jobs of Bulk API 2.0 created in the last 24 hours.
    std::uint64_t query_jobs_in_last_day() const;

    /// Bytes of the result files that such jobs came to in the last 24 hours.
    std::uint64_t query_storage_in_last_day() const;

    /// Records of all objects, without those in the recycle bin.
    std::uint64_t live_records() const;

    void check_invariants() const;

private:
    struct State;
    explicit Org(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace rowlock
