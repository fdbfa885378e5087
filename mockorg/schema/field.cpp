#include "mockorg/schema/field.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>
#include <array>

namespace rowlock {

namespace {

struct TypeName {
    std::string_view name;
    FieldType type;
};

/// In the order of the enum; the aliases, which are only read, stand behind.
constexpr std::array<TypeName, 25> k_type_names{{
    {"id", FieldType::id},
    {"boolean", FieldType::boolean},
    {"string", FieldType::string},
    {"textarea", FieldType::textarea},
    {"picklist", FieldType::picklist},
    {"multipicklist", FieldType::multipicklist},
    {"combobox", FieldType::combobox},
    {"email", FieldType::email},
    {"phone", FieldType::phone},
    {"url", FieldType::url},
    {"reference", FieldType::reference},
    {"int", FieldType::int_},
    {"double", FieldType::double_},
    {"currency", FieldType::currency},
    {"percent", FieldType::percent},
    {"date", FieldType::date},
    {"datetime", FieldType::datetime},
    {"time", FieldType::time},
    {"address", FieldType::address},
    {"complexvalue", FieldType::complexvalue},
    {"encryptedstring", FieldType::string},
    {"anyType", FieldType::string},
    {"base64", FieldType::textarea},
    {"long", FieldType::int_},
    {"location", FieldType::address},
}};

}  // namespace

std::string api_name_of(FieldType type) {
    const auto found =
        std::find_if(k_type_names.begin(), k_type_names.end(), [&](const TypeName& entry) {
            return entry.type == type;
        });
    ROWLOCK_ASSERT(found != k_type_names.end());
    return std::string{found->name};
}

std::optional<FieldType> field_type_of(std::string_view api_name) {
    const auto found =
        std::find_if(k_type_names.begin(), k_type_names.end(), [&](const TypeName& entry) {
            return equal_ignoring_case(entry.name, api_name);
        });
    if (found == k_type_names.end()) return std::nullopt;
    return found->type;
}

bool holds_text(FieldType type) {
    switch (type) {
        case FieldType::string:
        case FieldType::textarea:
        case FieldType::picklist:
        case FieldType::multipicklist:
        case FieldType::combobox:
        case FieldType::email:
        case FieldType::phone:
        case FieldType::url:
            return true;
        default:
            return false;
    }
}

bool holds_number(FieldType type) {
    switch (type) {
        case FieldType::int_:
        case FieldType::double_:
        case FieldType::currency:
        case FieldType::percent:
            return true;
        default:
            return false;
    }
}

}  // namespace rowlock
