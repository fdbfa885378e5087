#include "mockorg/engine/parent_columns.hpp"

#include "mockorg/base/case_insensitive.hpp"

namespace rowlock {
namespace {

bool goes_without_saying(
    const Schema& schema,
    const ObjectType& object,
    std::string_view relationship,
    std::string_view type
) {
    const Field* reference = object.find_relationship(relationship);
    if (reference == nullptr || reference->reference_to.size() != 1) return false;
    return equal_ignoring_case(schema.object(reference->reference_to[0]).name, type);
}

}  // namespace

std::string column_of_null(const ObjectType& object, std::string_view member) {
    const Field* reference =
        object.find_field(member) == nullptr ? object.find_relationship(member) : nullptr;
    return reference == nullptr ? std::string{member} : reference->name;
}

std::string parent_column(
    const Schema& schema,
    const ObjectType& object,
    std::string_view relationship,
    std::string_view type,
    std::string_view key
) {
    std::string column;
    if (!type.empty() && !goes_without_saying(schema, object, relationship, type))
        column.append(type).append(":");
    return column.append(relationship).append(".").append(key);
}

}  // namespace rowlock
