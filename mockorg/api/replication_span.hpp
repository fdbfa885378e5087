#pragma once

#include "mockorg/base/record_id.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/base/time.hpp"
#include "mockorg/engine/org.hpp"
#include "mockorg/schema/object_type.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace rowlock {

/// The time about which somebody who copies records asks, in milliseconds since
/// 1970-01-01T00:00:00Z: `start` belongs to it, `end` does not.
struct ReplicationSpan {
    std::int64_t start = 0;
    std::int64_t end = 0;
};

/// What a request asks for: records of an object, and when.
struct ReplicationQuestion {
    const ObjectType* object = nullptr;
    ReplicationSpan span;
};

/// What is asked for: records that changed, or that were deleted.
enum class ReplicationKind : std::uint8_t { updated, deleted };

/// Reads both ends, whose seconds do not count. Fails with missing_argument, with
/// client_input_error for what is no time, and with invalid_replication_date for a span of less
/// than a minute and for one that begins too long before `now`: 30 days, for deletions 15.
/// [SOAP API guide: getUpdated, getDeleted]
Result<ReplicationSpan> read_replication_span(
    ReplicationKind kind, std::string_view start, std::string_view end, TimePoint now
);

/// The ids of live records that were made or changed in that time, by id. Fails with
/// exceeded_id_limit if there are more than 600,000. [REST API guide: sObject Get Updated]
Result<std::vector<RecordId>> updated_records(Org& org, const ReplicationQuestion& question);

/// A record that is not there any more.
struct DeletedRecord {
    RecordId id;
    /// In milliseconds since 1970-01-01T00:00:00Z.
    std::int64_t deleted = 0;
};

/// Those that were deleted in that time: the recycle bin's, then what was deleted for good. Fails
/// like updated_records().
Result<std::vector<DeletedRecord>> deleted_records(Org& org, const ReplicationQuestion& question);

/// How far an answer goes, in milliseconds; the next request begins there.
std::int64_t covered_until(const ReplicationSpan& span, TimePoint now);

/// Since when deletions are known: they are kept for 15 days.
std::int64_t earliest_deletion(TimePoint org_start, TimePoint now);

}  // namespace rowlock
