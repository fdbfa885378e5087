#pragma once

#include <string>
#include <string_view>

namespace rowlock {

/// The same JSON with line breaks and two spaces per level, the way `X-PrettyPrint: 1` asks for it
/// (`"name" : value`). `compact` is valid JSON without white space outside of strings.
std::string pretty_json(std::string_view compact);

}  // namespace rowlock
