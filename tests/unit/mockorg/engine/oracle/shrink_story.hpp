#pragma once

#include "tests/unit/mockorg/engine/oracle/lock_story.hpp"

#include <functional>

namespace rowlock::oracle {

/// The story without whatever it can do without and still be `bad`: actions, outsiders, batches and
/// rows are left out one after another until nothing more can go. Its records stay.
Story shrink_story(Story story, const std::function<bool(const Story&)>& bad);

}  // namespace rowlock::oracle
