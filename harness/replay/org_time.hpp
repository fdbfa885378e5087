#pragma once

#include "mockorg/codec/http_message.hpp"

#include <cstdint>
#include <optional>

namespace rowlock {

/// What an answer tells of the org's own clock, in milliseconds since 1970: a mock's clock, or the
/// `Date` of the answer, which is exact to the second and never ahead.
std::optional<std::int64_t> org_time_in(const HttpResponse& answer);

}  // namespace rowlock
