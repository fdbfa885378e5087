#pragma once

#include "mockorg/codec/http_message.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace rowlock {

/// What the answer to a job's creation tells, in the words of either Bulk API.
struct CreationAnswer {
    std::string id;
    /// Milliseconds since 1970 on the org's clock.
    std::optional<std::int64_t> created_ms;
};

/// Nothing if the answer tells of no job.
std::optional<CreationAnswer> read_creation_answer(const HttpResponse& answer);

}  // namespace rowlock
