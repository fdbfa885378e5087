#include "harness/cleanup/deletion_order.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>

namespace rowlock {
namespace {

const ObjectType& type_of(const Schema& schema, const std::string& object) {
    const ObjectType* type = schema.find(object);
    ROWLOCK_ASSERT(type != nullptr);
    return *type;
}

/// Whether the child must go first: for any reference, or only for one that a delete of the parent
/// does not simply clear.
bool goes_before(
    const Schema& schema, const ObjectType& child, const ObjectType& parent, bool binding_only
) {
    const auto& children = schema.children_of(parent.number);
    return child.number != parent.number &&
           std::any_of(children.begin(), children.end(), [&](const ChildRelationship& one) {
               const bool binding = one.on_delete != OnParentDelete::clear;
               return one.child == child.number && (binding || !binding_only);
           });
}

}  // namespace

bool refers_to(const Schema& schema, const std::string& child, const std::string& parent) {
    return goes_before(schema, type_of(schema, child), type_of(schema, parent), false);
}

std::vector<DeletionTarget> children_first(
    const Schema& schema, const std::vector<DeletionTarget>& targets
) {
    std::vector<DeletionTarget> open = targets;
    std::vector<DeletionTarget> ordered;
    const auto has_children = [&](const DeletionTarget& parent, bool binding_only) {
        const ObjectType& type = type_of(schema, parent.selection.object);
        return std::any_of(open.begin(), open.end(), [&](const DeletionTarget& child) {
            const ObjectType& child_type = type_of(schema, child.selection.object);
            return goes_before(schema, child_type, type, binding_only);
        });
    };
    while (!open.empty()) {
        auto next = std::find_if(open.begin(), open.end(), [&](const DeletionTarget& one) {
            return !has_children(one, false);
        });
        if (next == open.end()) {
            next = std::find_if(open.begin(), open.end(), [&](const DeletionTarget& one) {
                return !has_children(one, true);
            });
        }
        if (next == open.end()) next = open.begin();
        ordered.push_back(std::move(*next));
        open.erase(next);
    }
    return ordered;
}

}  // namespace rowlock
