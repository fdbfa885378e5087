#pragma once

#include "tests/unit/mockorg/engine/oracle/lockers.hpp"
#include "tests/unit/mockorg/engine/oracle/telling.hpp"

#include <cstdint>

namespace rowlock::oracle {

/// What the oracle takes from the engine: what has no meaning of its own.
struct Given {
    Lockers::ObjectOrder object_order;
    /// REST writes are numbered from the org's beginning; this is the story's first.
    std::uint64_t first_rest_write = 1;
};

/// Tells from the facts how a story must go: slowly, with lists and loops, and without a line of
/// the engine's own workings. Only chance is the engine's: hold times and the order of those who
/// keep no order.
Telling tell_by_the_facts(const Story& story, Given given);

}  // namespace rowlock::oracle
