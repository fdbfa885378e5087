#include "tests/unit/mockorg/engine/engine_fixture.hpp"

#include "mockorg/schema/schema_loader.hpp"
#include "mockorg/testing/require_value.hpp"

namespace rowlock {
namespace {

constexpr std::string_view k_schema = R"json({
  "objects": [
    {"name": "Account", "fields": [
      {"name": "Code__c", "type": "string", "length": 20, "externalId": true, "unique": true}
    ]},
    {"name": "Opportunity", "fields": [
      {"name": "Key__c", "type": "string", "length": 20, "externalId": true, "unique": true}
    ]},
    {"name": "Widget__c", "label": "Widget", "fields": [
      {"name": "Serial__c", "type": "string", "autoNumber": true},
      {"name": "Color__c", "label": "Color", "type": "picklist", "nillable": false, "restrictedPicklist": true,
       "picklistValues": ["Red", "Green", "Blue"]},
      {"name": "Shape__c", "type": "picklist", "picklistValues": ["Round"]},
      {"name": "Grade__c", "type": "string", "defaultValue": "B"},
      {"name": "Size__c", "label": "Size", "type": "double", "precision": 5, "scale": 2},
      {"name": "Price__c", "type": "currency"},
      {"name": "Count__c", "type": "int"},
      {"name": "Flag__c", "type": "boolean"},
      {"name": "Day__c", "type": "date"},
      {"name": "Moment__c", "type": "datetime"},
      {"name": "Mail__c", "label": "Mail", "type": "email"},
      {"name": "Short__c", "label": "Short", "type": "string", "length": 5},
      {"name": "Fixed__c", "type": "string", "updateable": false},
      {"name": "Key__c", "type": "string", "externalId": true, "unique": true},
      {"name": "Case_Key__c", "type": "string", "unique": true, "caseSensitive": true},
      {"name": "Loose_Key__c", "type": "string", "externalId": true},
      {"name": "Number_Key__c", "type": "double", "externalId": true, "unique": true},
      {"name": "Account__c", "label": "Account", "type": "reference", "referenceTo": ["Account"]},
      {"name": "Contact__c", "type": "reference", "referenceTo": ["Contact"], "restrictedDelete": true},
      {"name": "Parent__c", "type": "reference", "referenceTo": ["Widget__c"], "cascadeDelete": true}
    ]},
    {"name": "Part__c", "label": "Part", "fields": [
      {"name": "Widget__c", "type": "reference", "referenceTo": ["Widget__c"], "relationshipOrder": 0}
    ]}
  ]
})json";

}  // namespace

std::shared_ptr<const Schema> engine_schema() {
    static const auto k_loaded = require_value(load_schema(k_schema, "engine_fixture"));
    return k_loaded;
}

TestRow::TestRow(
    const Schema& schema, const ObjectType& object, Fields fields, const std::string& key
)
    : fields_(std::move(fields)) {
    for (const auto& [name, text] : fields_) {
        const auto column = bind_column(schema, object, name);
        if (!column) throw std::runtime_error{"no field " + name};
        if (column->field == FieldNo{0}) id_column_ = columns_.size();
        if (!key.empty() && object.find_field(key)->number == column->field)
            key_column_ = columns_.size();
        columns_.push_back(*column);
        cells_.push_back(bulk_cell(text));
    }
    if (!key.empty()) key_field_ = object.find_field(key)->number;
}

RowTarget TestRow::target() const {
    return {
        input().text(id_column_), key_field_, input().text(key_column_), key_column_.value_or(0)};
}

RecordWriter EngineFixture::writer(const std::string& object_name) {
    return {
        store,
        reader,
        plans[static_cast<std::size_t>(object(object_name).number)],
        {now, store.user()}};
}

Result<RecordWriter::Saved> EngineFixture::write(
    RecordWriter& in,
    const std::string& object_name,
    Operation operation,
    const Fields& fields,
    const std::string& key
) {
    const TestRow row{*schema, object(object_name), fields, key};
    return in.write(object(object_name), operation, row.target(), row.input());
}

Result<RecordWriter::Saved> EngineFixture::write(
    const std::string& object_name,
    Operation operation,
    const Fields& fields,
    const std::string& key
) {
    RecordWriter in = writer(object_name);
    return write(in, object_name, operation, fields, key);
}

RecordHandle EngineFixture::add(const std::string& object_name, const Fields& fields) {
    return require_value(write(object_name, Operation::insert, fields)).record;
}

Value EngineFixture::value(RecordHandle record, const std::string& name) const {
    return store.value(record, schema->object(record.object).find_field(name)->number);
}

std::string EngineFixture::text(RecordHandle record, const std::string& name) const {
    return std::string{value(record, name).text};
}

}  // namespace rowlock
