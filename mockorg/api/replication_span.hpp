#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/base/time.hpp"
#include "mockorg/engine/requests.hpp"
#include "mockorg/schema/object_type.hpp"

#include <cstdint>
#include <string_view>

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

/// Reads both ends, whose seconds do not count. Fails with missing_argument, and with
/// client_input_error for what is no time, for a span of less than a minute and for one that begins
/// more than 30 days before `now`. [SOAP API guide: getUpdated]
Result<ReplicationSpan> read_replication_span(
    std::string_view start, std::string_view end, TimePoint now
);

/// More records than this are told to nobody. [REST API guide: sObject Get Updated]
inline constexpr std::uint32_t k_replicated_max = 600'000;

/// Asks for the ids of live records that were made or changed in that time.
RunQuery updated_query(const ObjectType& object, const ReplicationSpan& span);

/// Asks for the ids of records that were deleted in that time, and when, as SystemModstamp.
RunQuery deleted_query(const ObjectType& object, const ReplicationSpan& span);

/// Fails with exceeded_id_limit if there are too many.
Result<void> check_replicated(const RunQuery::Reply& page);

/// How far an answer goes, in milliseconds; the next request begins there.
std::int64_t covered_until(const ReplicationSpan& span, TimePoint now);

/// Since when deletions are known: they are kept for 15 days.
std::int64_t earliest_deletion(TimePoint org_start, TimePoint now);

}  // namespace rowlock
