#pragma once

#include "mockorg/codec/http_message.hpp"

#include <string>
#include <string_view>

namespace rowlock {

inline constexpr std::string_view k_json_type = "application/json;charset=UTF-8";
inline constexpr std::string_view k_csv_type = "text/csv; charset=UTF-8";

HttpResponse json_response(int status, std::string body);

/// A status and nothing else.
HttpResponse empty_response(int status);

HttpResponse csv_response(BodySource source);

}  // namespace rowlock
