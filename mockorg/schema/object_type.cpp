#include "mockorg/schema/object_type.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <utility>

namespace rowlock {

const Field* ObjectType::find_field(std::string_view api_name) const {
    const auto found = by_name_.find(to_lower(api_name));
    return found == by_name_.end() ? nullptr : &field(found->second);
}

const Field* ObjectType::find_relationship(std::string_view relationship_name) const {
    const auto found = by_relationship_.find(to_lower(relationship_name));
    return found == by_relationship_.end() ? nullptr : &field(found->second);
}

void ObjectType::add_field(Field field) {
    field.number = static_cast<FieldNo>(fields_.size());
    const bool is_new = by_name_.emplace(to_lower(field.name), field.number).second;
    ROWLOCK_ASSERT(is_new);
    if (!field.relationship_name.empty()) {
        by_relationship_.emplace(to_lower(field.relationship_name), field.number);
    }
    fields_.push_back(std::move(field));
}

}  // namespace rowlock
