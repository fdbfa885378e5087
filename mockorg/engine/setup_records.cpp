#include "mockorg/engine/setup_records.hpp"

#include "mockorg/codec/json_writer.hpp"
#include "mockorg/engine/picklist_records.hpp"
#include "mockorg/engine/record_filler.hpp"
#include "mockorg/schema/api_name.hpp"
#include "mockorg/schema/field_facets.hpp"
#include "mockorg/schema/setup_objects.hpp"

#include <fmt/core.h>

#include <optional>
#include <string>
#include <string_view>

namespace rowlock {
namespace {

constexpr std::string_view k_sharing = "ReadWrite";
constexpr std::string_view k_external_sharing = "Private";

/// The type as the set-up pages name it. [field types of the object reference]
std::string data_type(const Schema& schema, const Field& field) {
    switch (field.type) {
        case FieldType::reference:
            if (field.reference_to.empty()) return "Lookup()";
            return fmt::format(
                "{}({})",
                field.master_detail ? "Master-Detail" : "Lookup",
                schema.object(field.reference_to.front()).name
            );
        case FieldType::string:
            return field.auto_number ? "Auto Number" : fmt::format("Text({})", field.length);
        case FieldType::textarea:
            return field.length > 255 ? fmt::format("Long Text Area({})", field.length)
                                      : "Text Area(255)";
        case FieldType::int_:
        case FieldType::double_:
            return fmt::format("Number({}, {})", field.precision - field.scale, field.scale);
        case FieldType::currency:
            return fmt::format("Currency({}, {})", field.precision - field.scale, field.scale);
        case FieldType::percent:
            return fmt::format("Percent({}, {})", field.precision - field.scale, field.scale);
        case FieldType::boolean:
            return "Checkbox";
        case FieldType::datetime:
            return "Date/Time";
        case FieldType::multipicklist:
            return "Picklist (Multi-Select)";
        default: {
            std::string name = api_name_of(field.type);
            if (!name.empty() && name.front() >= 'a' && name.front() <= 'z') {
                name.front() = static_cast<char>(name.front() - 'a' + 'A');
            }
            return name;
        }
    }
}

void fill_names(RecordFiller& row, std::string_view api_name) {
    const ApiName parts = split_api_name(api_name);
    row.text("DeveloperName", parts.developer_name);
    row.text("NamespacePrefix", parts.name_space);
}

/// Who made an object. [object reference: EntityDefinition]
std::string_view publisher(const ObjectType& object) {
    const std::string_view name_space = split_api_name(object.name).name_space;
    if (!name_space.empty()) return name_space;
    return object.custom ? "<local>" : "System";
}

RecordHandle add_entity(Store& store, const ObjectType& object) {
    RecordFiller entity{store, "EntityDefinition"};
    entity.text("DurableId", object.name);
    entity.text("QualifiedApiName", object.name);
    fill_names(entity, object.name);
    entity.text("MasterLabel", object.label);
    entity.text("Label", object.label);
    entity.text("PluralLabel", object.label_plural);
    entity.text("KeyPrefix", {object.key_prefix.data(), object.key_prefix.size()});
    entity.text("PublisherId", publisher(object));
    entity.text("InternalSharingModel", k_sharing);
    entity.text("ExternalSharingModel", k_external_sharing);
    for (const std::string_view name :
         {"IsCustomizable",
          "IsQueryable",
          "IsSearchable",
          "IsTriggerable",
          "IsLayoutable",
          "IsRetrieveable",
          "IsEverCreatable",
          "IsEverUpdatable",
          "IsEverDeletable",
          "IsWorkflowEnabled"}) {
        entity.flag(name, true);
    }
    return entity.record();
}

/// `{"referenceTo":["Account"]}`; of fields that refer to nothing, null. [Tooling API answers]
std::string reference_to(const Schema& schema, const Field& field) {
    std::string out;
    JsonWriter json{out};
    json.begin_object().key("referenceTo");
    if (field.type != FieldType::reference) {
        json.null().end_object();
        return out;
    }
    json.begin_array();
    for (const ObjectNo target : field.reference_to) json.value(schema.object(target).name);
    for (const std::string& target : field.targets_elsewhere) json.value(target);
    json.end_array().end_object();
    return out;
}

/// What FieldDefinition and EntityParticle say alike.
void fill_field(
    RecordFiller& row,
    const Schema& schema,
    const ObjectType& object,
    const Field& field,
    RecordHandle entity
) {
    row.text("DurableId", object.name + "." + field.name);
    row.text("EntityDefinitionId", object.name);
    row.record("EntityDefinitionLink", entity);
    row.text("QualifiedApiName", field.name);
    fill_names(row, field.name);
    row.text("MasterLabel", field.label);
    row.text("Label", field.label);
    row.text("ValueTypeId", api_name_of(field.type));
    row.text("RelationshipName", field.relationship_name);
    row.text("ReferenceTo", reference_to(schema, field));
    row.number("Length", field.length);
    row.number("Precision", field.precision);
    row.number("Scale", field.scale);
    row.flag("IsNillable", field.nillable);
    row.flag("IsCalculated", field.calculated);
    row.flag("IsNameField", field.name_field);
    row.flag("IsCompound", field.type == FieldType::address);
    row.flag("IsApiFilterable", field.filterable);
}

RecordHandle add_field(
    Store& store,
    const Schema& schema,
    const ObjectType& object,
    const Field& field,
    RecordHandle entity
) {
    RecordFiller row{store, "FieldDefinition"};
    fill_field(row, schema, object, field, entity);
    row.text("DataType", data_type(schema, field));
    row.flag("IsIndexed", field.external_id || field.unique || field.type == FieldType::id);
    row.flag("IsPolymorphicForeignKey", field.polymorphic());
    return row.record();
}

/// The field as describe answers know it. [Tooling API guide: EntityParticle; its DataType is that
/// of describe answers, as tools read it]
void add_particle(
    Store& store,
    const Schema& schema,
    const ObjectType& object,
    const Field& field,
    RecordHandle entity,
    RecordHandle definition
) {
    RecordFiller row{store, "EntityParticle"};
    fill_field(row, schema, object, field, entity);
    row.text("FieldDefinitionId", object.name + "." + field.name);
    row.record("FieldDefinitionLink", definition);
    row.text("Name", field.name);
    row.text("DataType", api_name_of(field.type));
    row.text("DefaultValueFormula", field.default_value);
    row.number("ByteLength", static_cast<double>(byte_length(field)));
    row.number("Digits", digits_of(field));
    row.flag("IsUnique", field.unique);
    row.flag("IsCaseSensitive", field.case_sensitive);
    row.flag("IsIdLookup", field.id_lookup);
    row.flag("IsAutonumber", field.auto_number);
    row.flag("IsCreatable", field.createable);
    row.flag("IsUpdatable", field.updateable);
    row.flag("IsDefaultedOnCreate", field.defaulted_on_create);
    row.flag("IsNamePointing", field.polymorphic());
    row.flag("IsComponent", !field.compound.empty());
    row.flag("IsApiGroupable", is_groupable(field));
    row.flag("IsApiSortable", is_sortable(field));
}

/// The row of a custom object; nothing of a standard one.
std::optional<RecordHandle> add_custom_object(Store& store, const ObjectType& object) {
    if (!object.custom) return std::nullopt;
    RecordFiller row{store, "CustomObject"};
    fill_names(row, object.name);
    row.text("SharingModel", k_sharing);
    row.text("ExternalSharingModel", k_external_sharing);
    return row.record();
}

/// `table`: its object's name, or of custom objects the id. [Tooling API guide: CustomField]
void add_custom_field(
    Store& store,
    const ObjectType& object,
    const Field& field,
    RecordHandle entity,
    std::string_view table
) {
    RecordFiller row{store, "CustomField"};
    fill_names(row, field.name);
    row.text("TableEnumOrId", table);
    row.text("EntityDefinitionId", object.name);
    row.record("EntityDefinitionLink", entity);
    row.number("Length", field.length);
    row.number("Precision", field.precision);
    row.number("Scale", field.scale);
}

void add_object(Store& store, const Schema& schema, const ObjectType& object) {
    const RecordHandle entity = add_entity(store, object);
    const auto custom = add_custom_object(store, object);
    const std::string table = custom ? std::string{store.id_of(*custom).text()} : object.name;
    for (const Field& field : object.fields()) {
        const RecordHandle definition = add_field(store, schema, object, field, entity);
        add_particle(store, schema, object, field, entity, definition);
        if (field.custom) add_custom_field(store, object, field, entity, table);
    }
}

/// Those that an org comes with: all days, round the clock, in the zone of its organization.
void add_business_hours(Store& store) {
    constexpr std::string_view k_midnight = "00:00:00.000Z";
    RecordFiller row{store, "BusinessHours"};
    row.text("Name", "Default");
    row.text("TimeZoneSidKey", "GMT");
    row.flag("IsActive", true);
    row.flag("IsDefault", true);
    for (const std::string day :
         {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}) {
        row.text(day + "StartTime", k_midnight);
        row.text(day + "EndTime", k_midnight);
    }
}

}  // namespace

SetupRecords::SetupRecords(const Schema& schema, std::array<char, 3> instance)
    : store_(setup_schema(), instance) {
    for (const ObjectType& object : schema.objects()) add_object(store_, schema, object);
    add_picklist_records(store_, schema);
    add_business_hours(store_);
}

}  // namespace rowlock
