#pragma once

#include "mockorg/base/error.hpp"
#include "mockorg/codec/http_message.hpp"

#include <cstdint>

namespace rowlock {

/// How a family of requests writes its errors.
enum class ErrorShape : std::uint8_t {
    /// `[{"message":…,"errorCode":…[,"fields":[…]]}]`
    rest,
    /// `[{"errorCode":…,"message":…}]`
    bulk2,
    /// `<error><exceptionCode>…</exceptionCode><exceptionMessage>…</exceptionMessage></error>`,
    /// with
    /// HTTP 400 whatever is wrong
    bulk1_xml,
    /// `{"exceptionCode":…,"exceptionMessage":…}`, the same
    bulk1_json,
};

/// The error as an answer, with the status its code asks for.
HttpResponse error_response(const Error& error, ErrorShape shape = ErrorShape::rest);

}  // namespace rowlock
