#pragma once

#include "mockorg/schema/schema.hpp"
#include "tests/unit/mockorg/engine/oracle/telling.hpp"

#include <memory>

namespace rowlock::oracle {

/// The standard objects and those of the stories.
std::shared_ptr<const Schema> story_schema();

/// Where the thing stands among them.
ObjectNo object_of(Thing thing);

/// An org's REST writes before a story begins: one, that makes its records.
inline constexpr std::uint64_t k_first_rest_write = 2;

/// Lets the story take place in an org and tells what its trace, its answers and its books say.
Telling tell_by_the_engine(const Story& story);

}  // namespace rowlock::oracle
