#include "mockorg/engine/record_json.hpp"

#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/numbers.hpp"

#include <cmath>

namespace rowlock {
namespace {

/// Whole numbers of double, currency and percent fields carry a `.0`, those of int fields do not.
void append_number_json(std::string& out, const Field& field, double number) {
    append_number(out, number);
    if (field.type != FieldType::int_ && number == std::trunc(number) && std::fabs(number) < 1e15)
        out.append(".0");
}

void append_quoted_json(
    std::string& out, void (*append)(std::string&, std::int64_t), std::int64_t value
) {
    out.push_back('"');
    append(out, value);
    out.push_back('"');
}

}  // namespace

std::string field_json(const Store& store, RecordHandle record, const Field& field) {
    const Value value = store.value(record, field.number);
    std::string out;
    switch (value.kind) {
        case Value::Kind::null:
            return "null";
        case Value::Kind::boolean:
            return value.boolean ? "true" : "false";
        case Value::Kind::number:
            append_number_json(out, field, value.number);
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
