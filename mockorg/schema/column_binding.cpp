#include "mockorg/schema/column_binding.hpp"

#include <algorithm>

namespace rowlock {
namespace {

/// The target a relationship column means: the only one, or the one named in front of a colon.
const ObjectType* target_of(
    const Schema& schema, const Field& reference, std::string_view object_name
) {
    if (object_name.empty()) {
        return reference.reference_to.size() == 1 ? &schema.object(reference.reference_to[0])
                                                  : nullptr;
    }
    const ObjectType* object = schema.find(object_name);
    if (object == nullptr || !reference.polymorphic()) return nullptr;
    const auto& targets = reference.reference_to;
    const bool allowed = std::find(targets.begin(), targets.end(), object->number) != targets.end();
    return allowed ? object : nullptr;
}

std::optional<ColumnBinding> bind_relationship(
    const Schema& schema, const ObjectType& object, std::string_view name, std::size_t dot
) {
    std::string_view relationship = name.substr(0, dot);
    std::string_view target_name;
    if (const auto colon = relationship.find(':'); colon != std::string_view::npos) {
        target_name = relationship.substr(0, colon);
        relationship.remove_prefix(colon + 1);
    }
    const Field* reference = object.find_relationship(relationship);
    if (reference == nullptr) return std::nullopt;
    const ObjectType* target = target_of(schema, *reference, target_name);
    const Field* key = target == nullptr ? nullptr : target->find_field(name.substr(dot + 1));
    if (key == nullptr || !key->usable_as_key()) return std::nullopt;
    const ColumnBinding::ParentKey parent_key{target->number, key->number};
    return ColumnBinding{reference->number, parent_key, false};
}

}  // namespace

std::optional<ColumnBinding> bind_column(
    const Schema& schema, const ObjectType& object, std::string_view name
) {
    if (const auto dot = name.find('.'); dot != std::string_view::npos) {
        return bind_relationship(schema, object, name, dot);
    }
    const Field* field = object.find_field(name);
    if (field == nullptr) return std::nullopt;
    return ColumnBinding{field->number, std::nullopt, field->holds_file};
}

}  // namespace rowlock
