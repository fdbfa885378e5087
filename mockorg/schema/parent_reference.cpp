#include "mockorg/schema/parent_reference.hpp"

#include <vector>

namespace rowlock {

const Field* custom_parent_reference(const ObjectType& object, ObjectNo parent) {
    if (!object.name.ends_with("__c")) return nullptr;
    const Field* found = nullptr;
    for (const Field& field : object.fields()) {
        if (field.reference_to != std::vector{parent}) continue;
        if (field.master_detail) return &field;
        if (found == nullptr) found = &field;
    }
    return found;
}

}  // namespace rowlock
