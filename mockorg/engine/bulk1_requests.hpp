#pragma once

#include "mockorg/engine/batch_rows.hpp"
#include "mockorg/engine/pk_chunking.hpp"
#include "mockorg/engine/query_result.hpp"
#include "mockorg/engine/requests.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rowlock {

// What can be asked of an org through Bulk API 1.0; as in requests.hpp.

/// Bytes of a batch; the same number of characters is never reached first.
/// [limits of Bulk API 1.0; reported message]
inline constexpr std::size_t k_bulk1_batch_bytes_max = 10'000'000;

/// A batch as clients see it.
struct BatchInfo {
    RecordId id;
    RecordId job;
    BatchState state{};
    /// Why it failed or waits again; often empty.
    std::string state_message;
    TimePoint created;
    TimePoint modified;
    std::uint64_t rows_processed = 0;
    std::uint64_t rows_failed = 0;
    /// Zero until the batch ended.
    Duration total_time{};
    Duration active_time{};
    Duration apex_time{};
};

struct CreateBulk1Job {
    using Reply = JobInfo;

    std::string object;
    std::string operation;
    std::string external_id_field;
    std::string assignment_rule_id;
    Lane lane = Lane::parallel;
    ContentType content_type = ContentType::xml;
    /// How line ends inside long texts are stored; nothing: as sent.
    std::optional<LineEnding> line_ending;
    std::optional<PkChunking> pk_chunking;
    /// A batch that would have to be queued again fails instead.
    bool retries_disabled = false;
    double api_version = 0.0;
    /// Who asks; unset: the org's own user.
    RecordId user = {};
    bool may_hard_delete = true;
};

/// A job of either API: 1.0 shows those of 2.0, too.
struct GetBulk1Job {
    using Reply = JobInfo;

    RecordId job;
};

/// Closed or Aborted; anything else is refused.
struct SetBulk1JobState {
    using Reply = JobInfo;

    RecordId job;
    std::string state;
};

/// A mapping of the columns of later batches to fields, as CSV.
struct SetTransformation {
    using Reply = std::monostate;

    RecordId job;
    std::string csv;
};

struct AddBatch {
    using Reply = BatchInfo;

    RecordId job;
    ContentType content_type{};
    double api_version = 0.0;
    /// Rows, or a query.
    std::string data;
};

struct ListBatches {
    using Reply = std::vector<BatchInfo>;

    RecordId job;
};

struct GetBatch {
    using Reply = BatchInfo;

    RecordId job;
    RecordId batch;
};

/// The batch's data as it came.
struct GetBatchRequest {
    using Reply = std::shared_ptr<const std::string>;

    RecordId job;
    RecordId batch;
};

/// An ingest batch's rows, or the ids of a query batch's results.
struct GetBatchResult {
    using Reply = std::variant<BatchRows, std::vector<RecordId>>;

    RecordId job;
    RecordId batch;
};

struct GetQueryResult {
    using Reply = std::shared_ptr<const QueryResult>;

    RecordId job;
    RecordId batch;
    RecordId result;
};

}  // namespace rowlock
