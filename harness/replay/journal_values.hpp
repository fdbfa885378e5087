#pragma once

#include "harness/replay/lost_creation.hpp"
#include "harness/replay/result_ledger.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowlock {

// How a journal's lines hold what they tell. Reading gives nothing for what makes no sense.

/// `[0,17]`
std::optional<std::pair<std::uint32_t, std::uint32_t>> read_pair(const Json& json);

/// The text of an object's member; empty if there is none.
std::string read_text(const Json& entry, const char* name);

/// One letter.
std::string_view letter_of(RowStatus status);

/// `["c","001..."]`, `["f","","CODE:message:--"]`
std::optional<KnownOutcome> read_outcome(const Json& row);

/// `[[3,5],[9,9]]`
std::optional<std::vector<RowNumber>> read_rows(const Json& ranges);

/// `{"type":"V2Ingest","object":"Contact","operation":"insert","externalId":"","since":"2026-..."}`
void append_creation(JsonWriter& json, const LostCreation& creation);
std::optional<LostCreation> read_creation(const Json& json);

}  // namespace rowlock
