#pragma once

#include "mockorg/engine/world.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace rowlock {

/// Live rows of one object, in order of their ids.
struct RowsOfObject {
    ObjectNo object{};
    std::vector<std::uint32_t> rows;
};

/// The rows of an object that meet a SOQL condition; all of them without one. Fails with what SOQL
/// says about the object and the condition.
Result<RowsOfObject> rows_meeting(
    const World& world, std::string_view object, std::string_view condition
);

}  // namespace rowlock
