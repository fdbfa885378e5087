#pragma once

#include "mockorg/soql/functions.hpp"
#include "mockorg/soql/path.hpp"
#include "mockorg/store/store.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

class ChildQuery;
struct TypeMembers;

/// Something selected, the way JSON and XML nest it: `Name` is a leaf, `Owner.Name` a leaf of the
/// parent `Owner`. Paths lead from the queried object, whatever the depth.
struct FieldNode {
    std::string name;
    /// Of a leaf: its position among the selected columns.
    std::size_t column = 0;
    /// Of a leaf: what it shows. Of a parent or TYPEOF: what refers to it.
    soql::BoundPath path;
    soql::Presentation shown = soql::Presentation::as_stored;
    /// Of a parent: its fields; never empty.
    std::vector<FieldNode> members;
    /// TYPEOF only: what is shown of which kind of record; its paths lead from that record.
    std::vector<TypeMembers> branches;
    /// A subquery only.
    std::shared_ptr<const ChildQuery> children;

    bool is_parent() const { return !members.empty(); }
};

struct TypeMembers {
    ObjectNo object{};
    std::vector<FieldNode> members;
};

/// Fields in the order asked for, each parent where it is first named.
std::vector<FieldNode> field_tree(const std::vector<soql::BoundPath>& columns);

/// Adds one more column: the `position`th.
void add_to_field_tree(
    std::vector<FieldNode>& roots,
    const soql::BoundPath& column,
    std::size_t position,
    soql::Presentation shown = soql::Presentation::as_stored
);

/// The record behind a parent or TYPEOF, seen from a row of the queried object; nothing if there is
/// none.
std::optional<RecordHandle> find_parent(
    const Store& store, RecordHandle row, const FieldNode& parent
);

/// What TYPEOF shows of this record; null if nothing.
const TypeMembers* find_branch(const FieldNode& node, RecordHandle record);

}  // namespace rowlock
