#include "mockorg/engine/setup_records.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/engine/opportunity_stages.hpp"
#include "mockorg/schema/setup_objects.hpp"

#include <fmt/core.h>

#include <optional>
#include <string>
#include <string_view>

namespace rowlock {
namespace {

constexpr std::string_view k_sharing = "ReadWrite";
constexpr std::string_view k_external_sharing = "Private";

/// `Amount__c` without its ending; a standard name as it is.
std::string_view developer_name(std::string_view api_name) {
    const std::size_t ending = api_name.rfind("__");
    return ending == std::string_view::npos ? api_name : api_name.substr(0, ending);
}

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

/// Fills one set-up record; its fields must be there.
class RecordFiller {
public:
    RecordFiller(Store& store, const ObjectType& object)
        : store_(store), object_(object), record_(store.append(object.number)) {}

    RecordHandle record() const { return record_; }

    void text(std::string_view name, std::string_view value) {
        if (!value.empty()) set(name, Value::of_text(value));
    }

    void number(std::string_view name, double value) { set(name, Value::of_number(value)); }

    void flag(std::string_view name, bool value) { set(name, Value::of_boolean(value)); }

    void record(std::string_view name, RecordHandle value) { set(name, Value::of_record(value)); }

private:
    void set(std::string_view name, const Value& value) {
        const Field* field = object_.find_field(name);
        ROWLOCK_ASSERT(field != nullptr);
        store_.set(record_, field->number, value);
    }

    Store& store_;
    const ObjectType& object_;
    RecordHandle record_;
};

RecordHandle add_entity(Store& store, const ObjectType& object) {
    RecordFiller entity{store, *store.schema().find("EntityDefinition")};
    entity.text("DurableId", object.name);
    entity.text("QualifiedApiName", object.name);
    entity.text("DeveloperName", developer_name(object.name));
    entity.text("MasterLabel", object.label);
    entity.text("Label", object.label);
    entity.text("PluralLabel", object.label_plural);
    entity.text("KeyPrefix", {object.key_prefix.data(), object.key_prefix.size()});
    entity.text("PublisherId", object.custom ? "<local>" : "System");
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

void add_field(
    Store& store,
    const Schema& schema,
    const ObjectType& object,
    const Field& field,
    RecordHandle entity
) {
    RecordFiller row{store, *store.schema().find("FieldDefinition")};
    row.text("DurableId", object.name + "." + field.name);
    row.text("EntityDefinitionId", object.name);
    row.record("EntityDefinitionLink", entity);
    row.text("QualifiedApiName", field.name);
    row.text("DeveloperName", developer_name(field.name));
    row.text("MasterLabel", field.label);
    row.text("Label", field.label);
    row.text("DataType", data_type(schema, field));
    row.text("ValueTypeId", api_name_of(field.type));
    row.text("RelationshipName", field.relationship_name);
    row.number("Length", field.length);
    row.number("Precision", field.precision);
    row.number("Scale", field.scale);
    row.flag("IsNillable", field.nillable);
    row.flag("IsIndexed", field.external_id || field.unique || field.type == FieldType::id);
    row.flag("IsCalculated", field.calculated);
    row.flag("IsNameField", field.name_field);
    row.flag("IsCompound", field.type == FieldType::address);
    row.flag("IsApiFilterable", field.filterable);
    row.flag("IsPolymorphicForeignKey", field.polymorphic());
}

/// The row of a custom object; nothing of a standard one.
std::optional<RecordHandle> add_custom_object(Store& store, const ObjectType& object) {
    if (!object.custom) return std::nullopt;
    RecordFiller row{store, *store.schema().find("CustomObject")};
    row.text("DeveloperName", developer_name(object.name));
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
    RecordFiller row{store, *store.schema().find("CustomField")};
    row.text("DeveloperName", developer_name(field.name));
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
        add_field(store, schema, object, field, entity);
        if (field.custom) add_custom_field(store, object, field, entity, table);
    }
}

/// The active values of the org's own pick list.
void add_stages(Store& store, const Schema& schema) {
    const ObjectType* opportunity = schema.find("Opportunity");
    const Field* stages = opportunity != nullptr ? opportunity->find_field("StageName") : nullptr;
    if (stages == nullptr) return;
    double order = 0;
    for (const std::string& value : stages->picklist_values) {
        RecordFiller row{store, *store.schema().find("OpportunityStage")};
        row.text("MasterLabel", value);
        row.text("ApiName", value);
        row.flag("IsActive", true);
        row.number("SortOrder", ++order);
        for (const OpportunityStage& stage : k_opportunity_stages) {
            if (stage.name != value) continue;
            row.flag("IsClosed", stage.category_name != "Pipeline");
            row.flag("IsWon", stage.category_name == "Closed");
            row.text("ForecastCategory", forecast_category(stage.category_name));
            row.text("ForecastCategoryName", stage.category_name);
            row.number("DefaultProbability", stage.probability);
        }
    }
}

}  // namespace

SetupRecords::SetupRecords(const Schema& schema, std::array<char, 3> instance)
    : store_(setup_schema(), instance) {
    for (const ObjectType& object : schema.objects()) add_object(store_, schema, object);
    add_stages(store_, schema);
}

}  // namespace rowlock
