#pragma once

#include "harness/load/row_partitions.hpp"
#include "harness/load/row_source.hpp"
#include "harness/replay/job_accounting.hpp"
#include "harness/replay/pass_journal.hpp"
#include "harness/replay/pass_statistics.hpp"
#include "harness/replay/result_ledger.hpp"
#include "harness/replay/row_key.hpp"
#include "harness/replay/wire_error.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/codec/http_message.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rowlock {

/// How far a batch is on its way.
enum class BatchPhase : std::uint8_t {
    /// The org has nothing yet that it would work on.
    preparing,
    /// The request under way is the one that sets the org to work.
    committing,
    /// The request under way takes the batch back.
    aborting,
    /// The org works on the rows; it is asked from time to time.
    running,
    /// The org is done with it, its results are being read.
    reading,
    /// Every row has its outcome.
    settled,
    /// It came to nothing; not one row was tried.
    withdrawn,
};

/// What all batches of a pass have in common. Everything pointed to outlives the batches.
struct PassContext {
    const RowSource* source = nullptr;
    std::span<const IdTable> ids;
    std::string object;
    LoadOperation operation = LoadOperation::insert;
    /// Empty unless upsert.
    std::string external_id;
    bool serial = false;
    RowIdentity identity;
    ResultLedger* ledger = nullptr;
    /// Where the ids of records go; null: they are not kept.
    IdTable* created_ids = nullptr;
    PassStatistics* statistics = nullptr;
    PassJournal journal;
    /// Of a rowlock mock org, which shows an aborted job's results only when its last transaction
    /// is saved. [fidelity.md] Of other orgs that is not known.
    bool mock_org = false;
    /// Set where a batch shows that all others would fail like it.
    std::optional<Error> hopeless;

    /// Sending a row twice leaves the org as sending it once.
    bool repeatable() const { return operation != LoadOperation::insert; }
};

/// Which rows a batch is to carry, and where it stands in its pass.
struct BatchSlot {
    std::size_t partition = 0;
    SentRows rows;
    /// In the plan's serial lane, or in a load that asks for serial processing.
    bool serial = false;

    BatchPlace place() const { return {static_cast<std::uint32_t>(partition), rows.first}; }
};

/// The requests and answers about one batch, in the words of one API. Holds no clock and no socket:
/// whoever owns it sends request() and hands the answer to read(), again and again, and waits while
/// the batch is running.
class BatchExchange {
public:
    virtual ~BatchExchange() = default;

    virtual BatchPhase phase() const = 0;

    /// The next request. Rows that do not fit (bytes of a batch) leave rows() with the first call.
    virtual HttpRequest request() = 0;

    /// Whether that request makes a job at the org, whose id only the answer tells.
    virtual bool creates_job() const { return false; }

    /// While a request is under way: does what the one after it will need, so that it can follow at
    /// once. Whether there was anything to do.
    virtual bool prepare() { return false; }

    /// What the answer means; the phase tells what is next. `repeated`: an earlier try of the same
    /// request may have worked. Errors are those of refusal() and protocol_error().
    virtual Result<void> read(const RequestLine& asked, HttpResponse answer, bool repeated) = 0;

    /// The last request failed for a passing reason, `unclear` if it may have worked all the same.
    /// Whether request() is worth another try, which then may ask something else.
    virtual bool retry(bool unclear) = 0;

    /// Whether the answer only says that the same question comes too early.
    virtual bool too_early(const HttpResponse& /*answer*/) const { return false; }

    /// Take the batch back if it can be: whether there is a request to make for it.
    virtual bool abort() = 0;

    /// Its job at the org, for people; empty if there is none.
    virtual const std::string& job_id() const = 0;

    /// Its own id at the org, where batches have one (Bulk API 1.0); of REST writes in a rehearsal
    /// the org's transaction; empty elsewhere.
    virtual std::string_view batch_id() const { return {}; }

    virtual const SentRows& rows() const = 0;
};

/// One API: makes the exchanges of a pass.
class BatchApi {
public:
    virtual ~BatchApi() = default;

    virtual std::unique_ptr<BatchExchange> begin(BatchSlot slot) = 0;

    /// What is left to say when a partition has begun its last batch, or when all is over: closing
    /// shared jobs. Carries no rows. Null: nothing.
    virtual std::unique_ptr<BatchExchange> closing(std::size_t partition) = 0;

    /// Nothing tells when the org is done but the answer to the request that sends the rows.
    virtual bool answers_at_once() const = 0;

    /// The next batch of a partition may begin while the request that sets the org to work on this
    /// one is under way.
    virtual bool overlaps() const = 0;
};

/// Reads the slot's rows into a CSV text with a header and their keys into the slot; rows beyond
/// `bytes_max` leave the slot, but for the first one.
std::string render_rows(const PassContext& context, SentRows& rows, std::size_t bytes_max);

/// What becomes of the rows is the org's to say.
void mark_sent(const PassContext& context, const SentRows& rows);

/// The rows may have arrived, and would be there twice if they were sent again: they stay `sent`.
void leave_unknown(PassContext& context, const SentRows& rows);

/// The refusal of a question after a job that the org does not know. `continued`: an earlier run
/// made it. Nothing for a real org in that case: it forgets jobs after seven days. [bulk-api 1.13]
std::optional<Error> job_lost(
    const PassContext& context, Error refusal, const std::string& job, bool continued
);

/// The error of a job or batch that failed before its first row: its others would, too.
Error untried(const std::string& what, const std::string& message);

}  // namespace rowlock
