#include "mockorg/schema/field_defaults.hpp"

#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace rowlock {

namespace {

constexpr std::uint32_t k_text_area_limit = 255;

bool ends_with(std::string_view text, std::string_view ending) {
    return text.size() > ending.size() &&
           equal_ignoring_case(text.substr(text.size() - ending.size()), ending);
}

std::uint32_t usual_length(FieldType type) {
    switch (type) {
        case FieldType::id:
        case FieldType::reference:
            return 18;
        case FieldType::string:
        case FieldType::picklist:
        case FieldType::combobox:
        case FieldType::url:
            return 255;
        case FieldType::textarea:
            return k_text_area_limit;
        case FieldType::multipicklist:
            return 4099;
        case FieldType::email:
            return 80;
        case FieldType::phone:
            return 40;
        default:
            return 0;
    }
}

void set_usual_precision(Field& field) {
    switch (field.type) {
        case FieldType::int_:
            field.precision = 9;
            return;
        case FieldType::double_:
            field.precision = 18;
            return;
        case FieldType::currency:
        case FieldType::percent:
            field.precision = 18;
            field.scale = 2;
            return;
        default:
            return;
    }
}

/// AccountId -> Account, Project__c -> Project__r; empty for a name of another form.
std::string usual_relationship_name(std::string_view field_name) {
    if (ends_with(field_name, "__c")) {
        return std::string{field_name.substr(0, field_name.size() - 1)} + "r";
    }
    if (ends_with(field_name, "Id")) {
        return std::string{field_name.substr(0, field_name.size() - 2)};
    }
    return {};
}

FieldDraft read_only(std::string_view name, FieldType type) {
    FieldDraft draft = plain_field(name, type);
    draft.field.nillable = false;
    draft.field.createable = false;
    draft.field.updateable = false;
    draft.field.defaulted_on_create = true;
    return draft;
}

FieldDraft reference_to_user(std::string_view name) {
    FieldDraft draft = read_only(name, FieldType::reference);
    draft.targets = {"User"};
    return draft;
}

}  // namespace

bool has_custom_name(std::string_view api_name) {
    return ends_with(api_name, "__c") || ends_with(api_name, "__pc");
}

FieldDraft plain_field(std::string_view name, FieldType type) {
    FieldDraft draft;
    Field& field = draft.field;
    field.name = name;
    field.label = name;
    field.type = type;
    field.custom = has_custom_name(name);
    field.length = usual_length(type);
    set_usual_precision(field);
    if (type == FieldType::boolean) {
        field.nillable = false;
        field.defaulted_on_create = true;
        field.default_value = "false";
    }
    if (type == FieldType::reference) field.relationship_name = usual_relationship_name(name);
    if (type == FieldType::address || type == FieldType::complexvalue) {
        field.createable = false;
        field.updateable = false;
    }
    if (type == FieldType::complexvalue) field.filterable = false;
    return draft;
}

std::vector<FieldDraft> system_fields() {
    FieldDraft id = read_only("Id", FieldType::id);
    id.field.id_lookup = true;
    return {
        id,
        read_only("IsDeleted", FieldType::boolean),
        read_only("CreatedDate", FieldType::datetime),
        reference_to_user("CreatedById"),
        read_only("LastModifiedDate", FieldType::datetime),
        reference_to_user("LastModifiedById"),
        read_only("SystemModstamp", FieldType::datetime),
    };
}

std::optional<FieldDraft> system_field(std::string_view name) {
    for (FieldDraft& draft : system_fields()) {
        if (equal_ignoring_case(draft.field.name, name)) return std::move(draft);
    }
    return std::nullopt;
}

FieldDraft custom_object_name() {
    FieldDraft draft = plain_field("Name", FieldType::string);
    draft.field.length = 80;
    draft.field.name_field = true;
    draft.field.id_lookup = true;
    return draft;
}

FieldDraft custom_object_owner() {
    FieldDraft draft = plain_field("OwnerId", FieldType::reference);
    draft.field.nillable = false;
    draft.field.defaulted_on_create = true;
    draft.targets = {"Group", "User"};
    return draft;
}

}  // namespace rowlock
