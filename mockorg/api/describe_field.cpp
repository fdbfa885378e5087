#include "mockorg/api/describe_field.hpp"

#include "mockorg/schema/field_facets.hpp"

#include <string_view>

namespace rowlock {
namespace {

std::string_view soap_type(const Field& field) {
    if (field.holds_file) return "xsd:base64Binary";
    switch (field.type) {
        case FieldType::id:
        case FieldType::reference:
            return "tns:ID";
        case FieldType::boolean:
            return "xsd:boolean";
        case FieldType::int_:
            return "xsd:int";
        case FieldType::double_:
        case FieldType::currency:
        case FieldType::percent:
            return "xsd:double";
        case FieldType::date:
            return "xsd:date";
        case FieldType::datetime:
            return "xsd:dateTime";
        case FieldType::time:
            return "xsd:time";
        case FieldType::address:
            return "urn:address";
        default:
            return "xsd:string";
    }
}

void append_nulls(JsonWriter& json, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) json.key(name).null();
}

void append_text_or_null(JsonWriter& json, std::string_view name, std::string_view text) {
    json.key(name);
    if (text.empty()) {
        json.null();
    } else {
        json.value(text);
    }
}

void append_default(JsonWriter& json, const Field& field) {
    if (field.type == FieldType::boolean) {
        json.member("defaultValue", field.default_value == "true");
    } else {
        append_text_or_null(json, "defaultValue", field.default_value);
    }
}

void append_picklist(JsonWriter& json, const Field& field) {
    json.key("picklistValues").begin_array();
    for (const std::string& value : field.picklist_values) {
        json.begin_object()
            .member("active", true)
            .member("defaultValue", value == field.default_value)
            .member("label", value)
            .key("validFor")
            .null()
            .member("value", value)
            .end_object();
    }
    json.end_array();
}

void append_targets(JsonWriter& json, const Schema& schema, const Field& field) {
    json.key("referenceTo").begin_array();
    for (const ObjectNo target : field.reference_to) json.value(schema.object(target).name);
    for (const std::string& target : field.targets_elsewhere) json.value(target);
    json.end_array();
    append_text_or_null(json, "relationshipName", field.relationship_name);
    json.key("relationshipOrder");
    if (field.master_detail) {
        json.value(0);
    } else {
        json.null();
    }
}

/// Whole numbers say how many digits they have, others their precision.
std::uint32_t precision_of(const Field& field) {
    return field.type == FieldType::int_ ? 0U : field.precision;
}

}  // namespace

void append_field_describe(JsonWriter& json, const Schema& schema, const Field& field) {
    json.begin_object()
        .member("aggregatable", is_aggregatable(field))
        .member("aiPredictionField", false)
        .member("autoNumber", field.auto_number)
        .member("byteLength", byte_length(field))
        .member("calculated", field.calculated);
    append_nulls(json, {"calculatedFormula"});
    json.member("cascadeDelete", field.on_parent_delete == OnParentDelete::cascade)
        .member("caseSensitive", field.case_sensitive);
    append_text_or_null(json, "compoundFieldName", field.compound);
    append_nulls(json, {"controllerName"});
    json.member("createable", field.createable).member("custom", field.custom);
    append_default(json, field);
    append_nulls(json, {"defaultValueFormula"});
    json.member("defaultedOnCreate", field.defaulted_on_create)
        .member("dependentPicklist", false)
        .member("deprecatedAndHidden", false)
        .member("digits", digits_of(field))
        .member("displayLocationInDecimal", false)
        .member("encrypted", false)
        .member("externalId", field.external_id);
    append_nulls(json, {"extraTypeInfo"});
    json.member("filterable", field.filterable);
    append_nulls(json, {"filteredLookupInfo"});
    json.member("formulaTreatNullNumberAsZero", false)
        .member("groupable", is_groupable(field))
        .member("highScaleNumber", false)
        .member("htmlFormatted", false)
        .member("idLookup", field.id_lookup);
    append_nulls(json, {"inlineHelpText"});
    json.member("label", field.label).member("length", field.length);
    append_nulls(json, {"mask", "maskType"});
    json.member("name", field.name)
        .member("nameField", field.name_field)
        .member("namePointing", field.polymorphic())
        .member("nillable", field.nillable)
        .member("permissionable", field.createable && field.nillable);
    append_picklist(json, field);
    json.member("polymorphicForeignKey", field.polymorphic())
        .member("precision", precision_of(field))
        .member("queryByDistance", false);
    append_nulls(json, {"referenceTargetField"});
    append_targets(json, schema, field);
    json.member("restrictedDelete", field.restricted_delete)
        .member("restrictedPicklist", field.restricted_picklist)
        .member("scale", std::uint32_t{field.scale})
        .member("searchPrefilterable", field.type == FieldType::reference)
        .member("soapType", soap_type(field))
        .member("sortable", is_sortable(field))
        .member("type", field.holds_file ? std::string{"base64"} : api_name_of(field.type))
        .member("unique", field.unique)
        .member("updateable", field.updateable)
        .member("writeRequiresMasterRead", false)
        .end_object();
}

}  // namespace rowlock
