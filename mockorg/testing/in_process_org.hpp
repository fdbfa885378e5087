#pragma once

#include "mockorg/base/assert.hpp"
#include "mockorg/engine/org.hpp"
#include "mockorg/testing/csv_table.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What a bulk job may say beyond its object, operation and data.
struct BulkJobSettings {
    std::string external_id_field;
    bool serial = false;
    CsvFormat format;
    /// Through Bulk API 1.0, in batches of 10,000 rows.
    BulkApi api = BulkApi::v2;
};

/// An org inside a test: no socket, no thread, and time that moves only when the test says so. One
/// thread.
///
///     auto org = require_value(InProcessOrg::create(config));
///     const RecordId job = require_value(org.load_csv("Account", "insert", "Name\nAcme\n"));
///     org.run_until_idle();
class InProcessOrg {
public:
    /// Fails when the lock rules do not fit the schema.
    static Result<InProcessOrg> create(OrgConfig config);

    explicit InProcessOrg(Org org) : org_(std::move(org)) {}

    Org& org() { return org_; }

    const Org& org() const { return org_; }

    /// Sends a request that is answered at once: all but WriteRecord.
    template <class Request>
    Result<typename Request::Reply> ask(Request request) {
        std::optional<Result<typename Request::Reply>> answer;
        org_.submit(org_.now(), std::move(request), [&](Result<typename Request::Reply> reply) {
            answer = std::move(reply);
        });
        ROWLOCK_ASSERT(answer.has_value());
        return std::move(*answer);
    }

    /// Creates a bulk job, uploads its data and closes it. Nothing of it is processed before time
    /// moves.
    Result<RecordId> load_csv(
        std::string_view object,
        std::string_view operation,
        std::string csv,
        const BulkJobSettings& settings = {}
    );

    /// A job of either API.
    Result<JobInfo> job(const RecordId& id);

    /// One of the job's result files, once it has ended. For a job of Bulk API 1.0 put together
    /// from its batches' results, without the columns of the data.
    Result<CsvTable> results(const RecordId& job, JobResultKind kind);

    Result<JobInfo> abort(const RecordId& job);

    /// Writes one record the way the REST API does. Moves time until the write has committed or
    /// failed.
    Result<WriteRecord::Reply> write(WriteRecord request);

    /// Rows a query finds; works for COUNT() and for selected fields alike.
    Result<std::uint64_t> count(std::string soql);

    std::vector<HeldLock> locks() const { return org_.held_locks(); }

    void advance(Duration time) { org_.advance_to(org_.now() + time); }

    /// Moves time from event to event until nothing more happens by itself.
    void run_until_idle();

private:
    Result<RecordId> load_batches(
        std::string_view object,
        std::string_view operation,
        std::string_view csv,
        const BulkJobSettings& settings
    );
    Result<CsvTable> batch_results(const RecordId& job, JobResultKind kind);

    Org org_;
};

/// A whole body made of pieces.
std::string read_all(const BodySource& source);

}  // namespace rowlock
