#pragma once

#include "mockorg/codec/http_message.hpp"

#include <string_view>

namespace rowlock {

/// The access token in `Authorization: Bearer …`, or `OAuth …`, the older spelling; empty if there
/// is none.
std::string_view bearer_token(const HttpHeaders& headers);

}  // namespace rowlock
