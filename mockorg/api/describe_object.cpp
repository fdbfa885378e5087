#include "mockorg/api/describe_object.hpp"

#include "mockorg/api/describe_field.hpp"
#include "mockorg/api/job_json.hpp"
#include "mockorg/schema/child_relationship_name.hpp"
#include "mockorg/schema/object_abilities.hpp"
#include "mockorg/schema/setup_objects.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

/// [REST API guide: composite/sobjects takes 200 records]
constexpr int k_batch_size_max = 200;

/// The record type that every object has and no record is of. [recorded]
constexpr std::string_view k_master_record_type = "012000000000000AAA";

void append_flags(JsonWriter& json, bool value, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) json.member(name, value);
}

void append_prefix(JsonWriter& json, const ObjectType& object) {
    json.member("keyPrefix", std::string_view{object.key_prefix.data(), object.key_prefix.size()})
        .member("label", object.label)
        .member("labelPlural", object.label_plural);
}

void append_urls(JsonWriter& json, const ObjectType& object, double api_version) {
    const std::string url =
        fmt::format("/services/data/v{}/sobjects/{}", version_text(api_version), object.name);
    json.key("urls")
        .begin_object()
        .member("rowTemplate", url + "/{ID}")
        .member("describe", url + "/describe")
        .member("sobject", url)
        .end_object();
}

void append_children(JsonWriter& json, const Schema& schema, const ObjectType& object) {
    json.key("childRelationships").begin_array();
    for (const ChildRelationship& relationship : schema.children_of(object.number)) {
        const ObjectType& child = schema.object(relationship.child);
        const std::string name = child_relationship_name(schema, object.number, relationship);
        json.begin_object()
            .member("cascadeDelete", relationship.on_delete == OnParentDelete::cascade)
            .member("childSObject", child.name)
            .member("deprecatedAndHidden", false)
            .member("field", child.field(relationship.field).name)
            .key("junctionIdListNames")
            .begin_array()
            .end_array()
            .key("junctionReferenceTo")
            .begin_array()
            .end_array()
            .key("relationshipName");
        if (name.empty()) {
            json.null();
        } else {
            json.value(name);
        }
        json.member("restrictedDelete", child.field(relationship.field).restricted_delete)
            .end_object();
    }
    json.end_array();
}

void append_record_types(JsonWriter& json) {
    json.key("recordTypeInfos")
        .begin_array()
        .begin_object()
        .member("active", true)
        .member("available", true)
        .member("defaultRecordTypeMapping", true)
        .member("developerName", "Master")
        .member("master", true)
        .member("name", "Master")
        .member("recordTypeId", k_master_record_type)
        .key("urls")
        .begin_object()
        .end_object()
        .end_object()
        .end_array();
}

void append_scopes(JsonWriter& json, const ObjectType& object) {
    json.key("supportedScopes")
        .begin_array()
        .begin_object()
        .member("label", "All " + object.label_plural)
        .member("name", "everything")
        .end_object()
        .end_array();
}

void append_fields(JsonWriter& json, const Schema& schema, const ObjectType& object) {
    json.key("fields").begin_array();
    for (const Field& field : object.fields()) append_field_describe(json, schema, field);
    json.end_array();
}

}  // namespace

DescribedObject find_described(const Schema& own, std::string_view name) {
    if (const ObjectType* object = own.find(name)) return {&own, object};
    const Schema& setup = *setup_schema();
    return {&setup, setup.find(name)};
}

void append_object_list(JsonWriter& json, const Schema& schema, double api_version) {
    json.begin_object()
        .member("encoding", "UTF-8")
        .member("maxBatchSize", k_batch_size_max)
        .key("sobjects")
        .begin_array();
    for (const ObjectType& object : schema.objects()) {
        append_object_summary(json, object, api_version);
    }
    json.end_array().end_object();
}

void append_object_summary(JsonWriter& json, const ObjectType& object, double api_version) {
    const ObjectAbilities can = abilities_of(object);
    json.begin_object().member("activateable", false);
    json.key("associateEntityType").null().key("associateParentEntity").null();
    json.member("createable", can.create).member("custom", object.custom);
    append_flags(json, false, {"customSetting", "deepCloneable"});
    json.member("deletable", can.remove);
    append_flags(
        json,
        false,
        {"deprecatedAndHidden", "feedEnabled", "hasSubtypes", "isInterface", "isSubtype"}
    );
    append_prefix(json, object);
    json.member("layoutable", can.create)
        .member("mergeable", can.merge)
        .member("mruEnabled", can.create)
        .member("name", object.name);
    append_flags(json, true, {"queryable", "replicateable", "retrieveable", "searchable"});
    json.member("triggerable", can.create)
        .member("undeletable", can.undelete)
        .member("updateable", can.update);
    append_urls(json, object, api_version);
    json.end_object();
}

void append_object_describe(
    JsonWriter& json, const Schema& schema, const ObjectType& object, double api_version
) {
    const ObjectAbilities can = abilities_of(object);
    json.begin_object().key("actionOverrides").begin_array().end_array();
    json.member("activateable", false);
    append_children(json, schema, object);
    json.member("compactLayoutable", can.create)
        .member("createable", can.create)
        .member("custom", object.custom);
    append_flags(json, false, {"customSetting", "deepCloneable"});
    json.key("defaultImplementation").null();
    json.member("deletable", can.remove).member("deprecatedAndHidden", false);
    json.key("extendedBy").null().key("extendsInterfaces").null();
    json.member("feedEnabled", false);
    append_fields(json, schema, object);
    json.member("hasSubtypes", false);
    json.key("implementedBy").null().key("implementsInterfaces").null();
    append_flags(json, false, {"isInterface", "isSubtype"});
    append_prefix(json, object);
    json.member("layoutable", can.create);
    json.key("listviewable").null().key("lookupLayoutable").null();
    json.member("mergeable", can.merge)
        .member("mruEnabled", can.create)
        .member("name", object.name)
        .key("namedLayoutInfos")
        .begin_array()
        .end_array();
    json.key("networkScopeFieldName").null().member("queryable", true);
    append_record_types(json);
    append_flags(json, true, {"replicateable", "retrieveable"});
    json.key("searchLayoutable").null().member("searchable", true);
    append_scopes(json, object);
    json.member("triggerable", can.create)
        .member("undeletable", can.undelete)
        .member("updateable", can.update);
    append_urls(json, object, api_version);
    json.end_object();
}

}  // namespace rowlock
