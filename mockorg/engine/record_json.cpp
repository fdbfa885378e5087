#include "mockorg/engine/record_json.hpp"

#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/numbers.hpp"

#include <cmath>

namespace rowlock {
namespace {

void append_quoted_json(
    std::string& out, void (*append)(std::string&, std::int64_t), std::int64_t value
) {
    out.push_back('"');
    append(out, value);
    out.push_back('"');
}

std::string value_json(const Store& store, const Value& value, FieldType type) {
    std::string out;
    switch (value.kind) {
        case Value::Kind::null:
            return "null";
        case Value::Kind::boolean:
            return value.boolean ? "true" : "false";
        case Value::Kind::number:
            append_json_number(out, type, value.number);
            return out;
        case Value::Kind::text:
            JsonWriter{out}.value(value.text);
            return out;
        case Value::Kind::date:
            out.push_back('"');
            append_date(out, value.date);
            out.push_back('"');
            return out;
        case Value::Kind::datetime:
            append_quoted_json(out, append_json_datetime, value.datetime);
            return out;
        case Value::Kind::reference:
            out.push_back('"');
            store.id_of(value.record).append_to(out);
            out.push_back('"');
            return out;
    }
    return "null";
}

/// The fields of `record`, which `row` leads to.
RecordFields nested_fields(
    const Store& store, RecordHandle row, RecordHandle record, const std::vector<FieldNode>& fields
) {
    RecordFields result{store.schema().object(record.object).name, store.id_of(record), {}};
    for (const FieldNode& node : fields) {
        if (!node.is_parent()) {
            const Value value = soql::value_at(node.path, StoredRow{store, row}, store);
            result.fields.emplace_back(node.name, value_json(store, value, node.path.type));
            continue;
        }
        RecordFields::Parent& parent = result.parents.emplace_back();
        parent.position = result.fields.size();
        parent.name = node.name;
        if (const auto found = find_parent(store, row, node)) {
            parent.record.push_back(nested_fields(store, row, *found, node.members));
        }
    }
    return result;
}

}  // namespace

void append_json_number(std::string& out, FieldType type, double number) {
    append_number(out, number);
    if (type != FieldType::int_ && number == std::trunc(number) && std::fabs(number) < 1e15)
        out.append(".0");
}

std::string field_json(const Store& store, RecordHandle record, const Field& field) {
    return value_json(store, store.value(record, field.number), field.type);
}

RecordFields record_fields(
    const Store& store, RecordHandle record, const std::vector<FieldNode>& fields
) {
    return nested_fields(store, record, record, fields);
}

RecordFields record_fields(
    const Store& store, RecordHandle record, std::span<const FieldNo> fields
) {
    const ObjectType& object = store.schema().object(record.object);
    RecordFields result{object.name, store.id_of(record), {}};
    result.fields.reserve(fields.size());
    for (const FieldNo number : fields) {
        const Field& field = object.field(number);
        result.fields.emplace_back(field.name, field_json(store, record, field));
    }
    return result;
}

}  // namespace rowlock
