#pragma once

#include "mockorg/soql/path.hpp"
#include "mockorg/store/store.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// Selected fields the way JSON and XML nest them: `Name` is a leaf, `Owner.Name` a leaf of the
/// parent `Owner`. Paths lead from the queried object, whatever the depth.
struct FieldNode {
    std::string name;
    /// Of a leaf: its position among the selected columns.
    std::size_t column = 0;
    /// Of a leaf: what it shows. Of a parent: what refers to it.
    soql::BoundPath path;
    /// Of a parent: its fields; never empty.
    std::vector<FieldNode> members;

    bool is_parent() const { return !members.empty(); }
};

/// Fields in the order asked for, each parent where it is first named.
std::vector<FieldNode> field_tree(const std::vector<soql::BoundPath>& columns);

/// The record behind a parent, seen from a row of the queried object; nothing if there is none.
std::optional<RecordHandle> find_parent(
    const Store& store, RecordHandle row, const FieldNode& parent
);

}  // namespace rowlock
