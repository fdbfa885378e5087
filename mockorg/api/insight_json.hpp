#pragma once

#include "mockorg/codec/http_message.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/engine/org.hpp"

#include <cstdint>
#include <string_view>

namespace rowlock {

/// The most items of a list that one answer of the control API shows.
inline constexpr std::uint64_t k_insight_limit_max = 10'000;

/// The member `key`: `{"object":"Account","id":"001…"}`.
void append_key(JsonWriter& json, const Org& org, LockKey key);

/// Who holds or waits: `{"kind":"bulk","job":"750…",…}`.
void append_origin(JsonWriter& json, const Org& org, const TransactionOrigin& origin);

/// A query parameter from 0 to `max`, or `standard` if it is not given; client_input_error for
/// anything else.
Result<std::uint64_t> number_parameter(
    const HttpTarget& target, std::string_view name, std::uint64_t standard, std::uint64_t max
);

}  // namespace rowlock
