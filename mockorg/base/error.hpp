#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

enum class ErrorCode : std::uint8_t {
#define ROWLOCK_ERROR(name, wire, status, reaction) name,
#include "mockorg/base/error_codes.def"
#undef ROWLOCK_ERROR
};

/// What a sensible caller does about an error.
enum class Reaction : std::uint8_t { retry_row, retry_batch, fix_data, stop };

/// The code's text on the wire, e.g. UNABLE_TO_LOCK_ROW.
std::string_view wire_code(ErrorCode code);

/// The HTTP status with which a REST family answers this error.
int http_status(ErrorCode code);

Reaction reaction(ErrorCode code);

/// The reaction to a code read off the wire; an unknown code asks for fix_data.
Reaction reaction(std::string_view wire_code);

struct Error {
    ErrorCode code;
    std::string message;
    /// Fields the error is about, by API name; often empty.
    std::vector<std::string> fields;
};

/// The row error text of both Bulk APIs: `CODE:message:field --`, `CODE:message:--` without fields.
std::string bulk_error_text(const Error& error);

}  // namespace rowlock
