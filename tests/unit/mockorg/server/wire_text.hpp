#pragma once

#include "mockorg/api/api.hpp"

#include <string>
#include <string_view>

namespace rowlock {

/// Answers with what it got: method, target, body.
void echo(HttpRequest request, const RespondFn& respond);

/// What stands behind the head.
std::string body_of(const std::string& response);

bool contains(std::string_view text, std::string_view part);

bool starts_with(std::string_view text, std::string_view part);

/// The body of a chunked response, its chunks joined.
std::string unchunk(std::string_view body);

}  // namespace rowlock
