#include "mockorg/schema/field_reader.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/text_arena.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/numbers.hpp"
#include "mockorg/schema/field_defaults.hpp"
#include "mockorg/schema/member_reader.hpp"
#include "mockorg/schema/summary_reader.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace rowlock {

namespace {

constexpr std::size_t k_longest_name = 80;
/// The longest text area an org allows.
constexpr std::uint32_t k_longest_text = 131072;
/// The longest file, as base64: what one value of the store can be.
constexpr std::uint32_t k_longest_file = TextArena::k_max_length;
constexpr std::uint32_t k_longest_filterable_text = 255;

/// Every member a describe answer has for a field; those we have no use for are accepted all the
/// same.
const std::vector<std::string_view> k_field_members{
    "aggregatable",
    "aiPredictionField",
    "autoNumber",
    "byteLength",
    "calculated",
    "calculatedFormula",
    "cascadeDelete",
    "caseSensitive",
    "childRelationshipName",
    "compoundFieldName",
    "controllerName",
    "createable",
    "custom",
    "defaultValue",
    "defaultValueFormula",
    "defaultedOnCreate",
    "dependentPicklist",
    "deprecatedAndHidden",
    "digits",
    "displayLocationInDecimal",
    "encrypted",
    "externalId",
    "extraTypeInfo",
    "filterable",
    "filteredLookupInfo",
    "formulaTreatNullNumberAsZero",
    "groupable",
    "highScaleNumber",
    "htmlFormatted",
    "idLookup",
    "inlineHelpText",
    "label",
    "length",
    "mask",
    "maskType",
    "name",
    "nameField",
    "namePointing",
    "nillable",
    "permissionable",
    "picklistValues",
    "polymorphicForeignKey",
    "precision",
    "queryByDistance",
    "referenceTargetField",
    "referenceTo",
    "relationshipName",
    "relationshipOrder",
    "restrictedDelete",
    "restrictedPicklist",
    "scale",
    "searchPrefilterable",
    "soapType",
    "sortable",
    "summary",
    "type",
    "unique",
    "updateable",
    "writeRequiresMasterRead",
};

/// What the draft starts from before the description's members are applied.
Result<FieldDraft> base_of(
    const std::string& name, std::optional<FieldType> type, ObjectDraft& object
) {
    std::optional<FieldDraft> known = system_field(name);
    const bool of_the_system = known.has_value();
    if (const FieldDraft* existing = object.find_field(name)) known = *existing;
    if (!known && object.custom && equal_ignoring_case(name, "OwnerId")) {
        known = custom_object_owner();
    }
    if (known && (!type || known->field.type == *type)) return *known;
    if (!type) return fail(ErrorCode::bad_file, "'type' is missing");
    if (of_the_system) {
        return fail(
            ErrorCode::bad_file,
            fmt::format("this field is of type {} in every org", api_name_of(known->field.type))
        );
    }
    return plain_field(known ? known->field.name : name, *type);
}

/// Members that change what others are by default.
void apply_kind(const MemberReader& members, bool auto_number, bool calculated, FieldDraft& draft) {
    Field& field = draft.field;
    if (members.has("relationshipOrder")) {
        field.master_detail = true;
        field.nillable = false;
        field.updateable = false;
        field.on_parent_delete = OnParentDelete::cascade;
    }
    if (auto_number || calculated) {
        field.createable = false;
        field.updateable = false;
    }
    if (auto_number) {
        field.auto_number = true;
        field.nillable = false;
        field.defaulted_on_create = true;
    }
    field.calculated = field.calculated || calculated;
}

void read_flags(MemberReader& members, Field& field) {
    members.read("externalId", field.external_id);
    if (field.external_id) field.id_lookup = true;
    if (members.has("defaultValue")) field.defaulted_on_create = true;
    members.read("nillable", field.nillable);
    members.read("createable", field.createable);
    members.read("updateable", field.updateable);
    members.read("defaultedOnCreate", field.defaulted_on_create);
    members.read("unique", field.unique);
    members.read("caseSensitive", field.case_sensitive);
    members.read("idLookup", field.id_lookup);
    members.read("nameField", field.name_field);
    members.read("restrictedPicklist", field.restricted_picklist);
    members.read("compoundFieldName", field.compound);
    // What somebody wrote there would stand in answers as it is.
    if (field.type == FieldType::complexvalue) field.createable = field.updateable = false;
}

void read_size(MemberReader& members, Field& field) {
    std::string type;
    members.read("type", type);
    const bool is_file = equal_ignoring_case(type, "base64");
    if (!type.empty()) field.holds_file = is_file;
    if (is_file) field.length = 0;
    members.read("length", field.length, is_file ? k_longest_file : k_longest_text);
    // Describe answers give files no length.
    if (is_file && field.length == 0) field.length = k_longest_file;
    members.read("precision", field.precision);
    // A describe answer gives the digits of an int here, and a precision of 0.
    if (field.type == FieldType::int_) members.read("digits", field.precision);
    members.read("scale", field.scale);
    if (field.type == FieldType::textarea) {
        field.filterable = field.length <= k_longest_filterable_text;
    }
    members.read("filterable", field.filterable);
}

void read_picklist_value(
    const Json& item, MemberReader& members, std::vector<std::string>& values
) {
    if (item.is_string()) {
        values.push_back(item.get<std::string>());
        return;
    }
    bool active = true;
    std::string value;
    MemberReader entry{item, "picklistValues"};
    entry.read("active", active);
    entry.read("value", value);
    if (!entry.outcome() || value.empty()) {
        members.complain("'picklistValues' must be a list of texts or of objects with a 'value'");
    } else if (active) {
        values.push_back(value);
    }
}

void read_picklist(MemberReader& members, Field& field) {
    const Json* list = members.find("picklistValues");
    if (list == nullptr) return;
    if (!list->is_array()) return members.complain("'picklistValues' must be a list");
    field.picklist_values.clear();
    for (const Json& item : *list) read_picklist_value(item, members, field.picklist_values);
}

void read_reference(const Json& json, MemberReader& members, FieldDraft& draft) {
    Field& field = draft.field;
    members.read("referenceTo", draft.targets);
    members.read("relationshipName", field.relationship_name);
    members.read("childRelationshipName", field.child_relationship_name);
    const bool without_name = json.contains("relationshipName") && !members.has("relationshipName");
    if (without_name) field.relationship_name.clear();

    bool cascade = field.on_parent_delete == OnParentDelete::cascade;
    bool restrict = field.on_parent_delete == OnParentDelete::restrict;
    // A reference that must be set cannot be cleared.
    if (field.custom && !field.nillable && !cascade) restrict = true;
    members.read("cascadeDelete", cascade);
    members.read("restrictedDelete", restrict);
    field.restricted_delete = restrict;
    // Contract and Order have both flags: what blocks there is the state of the child, not its
    // existence.
    field.on_parent_delete = cascade    ? OnParentDelete::cascade
                             : restrict ? OnParentDelete::restrict
                                        : OnParentDelete::clear;
}

bool fits(const Field& field, const std::string& value) {
    if (field.type == FieldType::boolean) return value == "true" || value == "false";
    if (holds_number(field.type)) return parse_number(value).has_value();
    if (field.type == FieldType::date) return parse_date(value).has_value();
    if (field.type == FieldType::datetime) return parse_datetime(value).has_value();
    if (field.restricted_picklist && !field.picklist_values.empty()) {
        return std::count(field.picklist_values.begin(), field.picklist_values.end(), value) > 0;
    }
    return holds_text(field.type);
}

void check_external_id(MemberReader& members, const Field& field) {
    if (!field.external_id) return;
    switch (field.type) {
        case FieldType::string:
        case FieldType::email:
        case FieldType::int_:
        case FieldType::double_:
            return;
        default:
            members.complain(fmt::format(
                "a field of type {} cannot be an external id (string, email, int and double can)",
                api_name_of(field.type)
            ));
    }
}

void check_reference(
    MemberReader& members, const DescribeStrictness& strictness, const FieldDraft& draft
) {
    const Field& field = draft.field;
    if (field.type != FieldType::reference) {
        if (field.master_detail) members.complain("only a reference can be a master-detail field");
        if (!draft.targets.empty()) members.complain("only a reference can have 'referenceTo'");
        return;
    }
    if (field.master_detail && draft.targets.size() != 1) {
        members.complain("a master-detail field needs exactly one object in 'referenceTo'");
    }
    if (strictness.known_targets_only && draft.targets.empty() && !members.has("referenceTo")) {
        members.complain("a reference needs 'referenceTo', the names of the objects it may point to"
        );
    }
    for (const std::string& name : {field.relationship_name, field.child_relationship_name}) {
        if (!name.empty() && !is_api_name(name))
            members.complain(fmt::format("'{}' is no valid relationship name", name));
    }
}

Result<void> read_members(
    const Json& json, const DescribeStrictness& strictness, MemberReader& members, FieldDraft& draft
) {
    Field& field = draft.field;
    bool auto_number = false;
    bool calculated = false;
    members.read("autoNumber", auto_number);
    members.read("calculated", calculated);
    apply_kind(members, auto_number, calculated, draft);

    members.read("label", field.label);
    read_flags(members, field);
    read_size(members, field);
    read_picklist(members, field);
    members.read_as_text("defaultValue", field.default_value);
    if (field.type == FieldType::reference) {
        read_reference(json, members, draft);
        if (members.has("referenceTo")) draft.may_lack_targets = !strictness.known_targets_only;
    } else {
        members.read("referenceTo", draft.targets);
    }

    if (const Json* summary = members.find("summary")) {
        if (auto read = read_summary(*summary, members, draft); !read) return read;
    }

    if (!field.default_value.empty() && !fits(field, field.default_value)) {
        members.complain(fmt::format("'{}' is no value for this field", field.default_value));
    }
    check_external_id(members, field);
    check_reference(members, strictness, draft);
    if (strictness.known_members_only) members.refuse_unknown(k_field_members);
    return members.outcome();
}

Result<std::string> read_name(
    const Json& json, const ObjectDraft& object, std::set<std::string>& seen
) {
    MemberReader members{json, fmt::format("object '{}', field {}", object.name, seen.size() + 1)};
    std::string name;
    members.read("name", name);
    if (name.empty()) members.complain("'name' is missing");
    if (!is_api_name(name)) members.complain(fmt::format("'{}' is no valid API name", name));
    if (auto outcome = members.outcome(); !outcome) return Failure{outcome.error()};
    if (!seen.insert(to_lower(name)).second) {
        return fail(
            ErrorCode::bad_file,
            fmt::format("object '{}': field '{}' is described twice", object.name, name)
        );
    }
    return name;
}

}  // namespace

bool is_api_name(std::string_view name) {
    const auto is_letter = [](char c) { return to_lower(c) >= 'a' && to_lower(c) <= 'z'; };
    if (name.empty() || name.size() > k_longest_name || !is_letter(name.front())) return false;
    return std::all_of(name.begin(), name.end(), [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
    });
}

Result<void> merge_field(
    const Json& json,
    const DescribeStrictness& strictness,
    ObjectDraft& object,
    std::set<std::string>& seen
) {
    const Result<std::string> name = read_name(json, object, seen);
    if (!name) return Failure{name.error()};
    MemberReader members{json, fmt::format("object '{}', field '{}'", object.name, *name)};

    std::string type_name;
    members.read("type", type_name);
    const std::optional<FieldType> type = field_type_of(type_name);
    if (!type_name.empty() && !type) members.complain(fmt::format("unknown type '{}'", type_name));

    Result<FieldDraft> draft = base_of(*name, type, object);
    if (!draft) {
        members.complain(draft.error().message);
        return members.outcome();
    }
    bool custom = strictness.new_names_custom;
    members.read("custom", custom);
    FieldDraft* existing = object.find_field(*name);
    if (existing == nullptr && custom && strictness.new_names_custom && !has_custom_name(*name)) {
        members.complain(
            "a custom field's name ends in __c (a standard field says \"custom\": false)"
        );
    }
    if (auto read = read_members(json, strictness, members, *draft); !read) return read;

    if (existing != nullptr) {
        *existing = std::move(*draft);
    } else {
        object.fields.push_back(std::move(*draft));
    }
    return {};
}

}  // namespace rowlock
