#include "mockorg/engine/hierarchy.hpp"

#include <algorithm>

namespace rowlock {
namespace {

/// Whether `record` is `below`, or above it.
bool is_above(const Store& store, RecordHandle record, FieldNo parent, Value below) {
    // An undelete may have closed a circle above: nobody is further up than there are records.
    std::uint32_t steps_left = store.table(record.object).rows();
    while (below.kind == Value::Kind::reference && steps_left-- > 0) {
        if (below.record == record) return true;
        below = store.value(below.record, parent);
    }
    return false;
}

}  // namespace

Result<void> check_hierarchy(
    const Store& store,
    const WritePlan& plan,
    RecordHandle record,
    std::span<const std::pair<FieldNo, Value>> written
) {
    for (const auto& [field, value] : written) {
        const auto& trees = plan.hierarchies;
        if (std::find(trees.begin(), trees.end(), field) == trees.end()) continue;
        if (is_above(store, record, field, value)) {
            return fail(ErrorCode::circular_dependency, "attempt to violate hierarchy constraints");
        }
    }
    return {};
}

}  // namespace rowlock
