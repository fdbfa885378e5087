#include "mockorg/schema/schema_draft.hpp"

#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>

namespace rowlock {

FieldDraft* ObjectDraft::find_field(std::string_view api_name) {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const FieldDraft& draft) {
        return equal_ignoring_case(draft.field.name, api_name);
    });
    return found == fields.end() ? nullptr : &*found;
}

ObjectDraft* SchemaDraft::find(std::string_view api_name) {
    const auto found = std::find_if(objects.begin(), objects.end(), [&](const ObjectDraft& draft) {
        return equal_ignoring_case(draft.name, api_name);
    });
    return found == objects.end() ? nullptr : &*found;
}

}  // namespace rowlock
