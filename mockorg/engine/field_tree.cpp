#include "mockorg/engine/field_tree.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace rowlock {
namespace {

FieldNode& parent_named(std::vector<FieldNode>& members, std::string_view name) {
    const auto found = std::find_if(members.begin(), members.end(), [&](const FieldNode& node) {
        return node.is_parent() && node.name == name;
    });
    if (found != members.end()) return *found;
    FieldNode node;
    node.name = name;
    return members.emplace_back(std::move(node));
}

/// The path cut to its first references.
soql::BoundPath reference_path(const soql::BoundPath& path, std::size_t steps) {
    soql::BoundPath reference = path;
    reference.names_object = false;
    reference.steps.resize(steps);
    return reference;
}

}  // namespace

std::vector<FieldNode> field_tree(const std::vector<soql::BoundPath>& columns) {
    std::vector<FieldNode> roots;
    for (std::size_t column = 0; column < columns.size(); ++column) {
        add_to_field_tree(roots, columns[column], column);
    }
    return roots;
}

void add_to_field_tree(
    std::vector<FieldNode>& roots,
    const soql::BoundPath& column,
    std::size_t position,
    soql::Presentation shown
) {
    std::vector<FieldNode>* members = &roots;
    std::string_view names = column.canonical;
    std::size_t steps = 0;
    for (auto dot = names.find('.'); dot != names.npos; dot = names.find('.')) {
        FieldNode& parent = parent_named(*members, names.substr(0, dot));
        parent.path = reference_path(column, ++steps);
        members = &parent.members;
        names.remove_prefix(dot + 1);
    }
    FieldNode leaf;
    leaf.name = names;
    leaf.column = position;
    leaf.path = column;
    leaf.shown = shown;
    members->push_back(std::move(leaf));
}

const TypeMembers* find_branch(const FieldNode& node, RecordHandle record) {
    const auto found =
        std::find_if(node.branches.begin(), node.branches.end(), [&](const TypeMembers& branch) {
            return branch.object == record.object;
        });
    return found == node.branches.end() ? nullptr : &*found;
}

std::optional<RecordHandle> find_parent(
    const Store& store, RecordHandle row, const FieldNode& parent
) {
    const Value value = soql::value_at(parent.path, StoredRow{store, row}, store);
    if (value.kind != Value::Kind::reference) return std::nullopt;
    return value.record;
}

}  // namespace rowlock
