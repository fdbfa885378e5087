#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/engine/write_plan.hpp"
#include "mockorg/store/store.hpp"

#include <span>
#include <utility>

namespace rowlock {

/// Refuses what would put a record below itself. `written` are the fields to be saved.
Result<void> check_hierarchy(
    const Store& store,
    const WritePlan& plan,
    RecordHandle record,
    std::span<const std::pair<FieldNo, Value>> written
);

}  // namespace rowlock
