#pragma once

#include "mockorg/codec/json.hpp"

#include <string>

namespace rowlock {

/// The text of an object's member; empty if there is no such member, or it is no text.
std::string text_member(const Json& json, const char* name);

}  // namespace rowlock
