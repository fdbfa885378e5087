#include "mockorg/engine/record_json.hpp"

#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/numbers.hpp"
#include "mockorg/engine/child_query.hpp"
#include "mockorg/engine/compound_value.hpp"
#include "mockorg/engine/shown_value.hpp"

#include <cmath>
#include <utility>

namespace rowlock {
namespace {

void append_quoted_json(
    std::string& out, void (*append)(std::string&, std::int64_t), std::int64_t value
) {
    out.push_back('"');
    append(out, value);
    out.push_back('"');
}

/// An address of the record that the path's steps but the last lead to.
std::string compound_leaf_json(const Store& store, RecordHandle row, const soql::BoundPath& path) {
    soql::BoundPath to_record = path;
    to_record.steps.pop_back();
    RecordHandle record = row;
    if (!to_record.steps.empty()) {
        const Value reference = soql::value_at(to_record, StoredRow{store, row}, store);
        if (reference.kind != Value::Kind::reference) return "null";
        record = reference.record;
    }
    for (const soql::PathStep::Entry& entry : path.steps.back().fields) {
        if (entry.object != record.object) continue;
        return compound_json(store, record, store.schema().object(entry.object).field(entry.field));
    }
    return "null";
}

std::string leaf_json(const Store& store, RecordHandle row, const FieldNode& node) {
    if (node.path.type == FieldType::address && !node.path.steps.empty())
        return compound_leaf_json(store, row, node.path);
    const Value value = soql::value_at(node.path, StoredRow{store, row}, store);
    if (node.shown != soql::Presentation::formatted || value.is_null()) {
        return value_json(store, value, node.path.type);
    }
    std::string out;
    JsonWriter{out}.value(shown_value(store, value, node.path));
    return out;
}

/// Nests what is selected of one record of the queried object.
class RecordNester {
public:
    RecordNester(const Store& store, RecordHandle row, ChildPages* pages)
        : store_(store), row_(row), pages_(pages) {}

    /// The fields of `record`, which the row leads to.
    RecordFields nest(RecordHandle record, const std::vector<FieldNode>& fields) const {
        RecordFields result{store_.schema().object(record.object).name, store_.id_of(record), {}};
        for (const FieldNode& node : fields) add(node, result);
        return result;
    }

private:
    void add(const FieldNode& node, RecordFields& result) const {
        if (node.children) {
            result.children.push_back(children_of(node, result.fields.size()));
        } else if (node.is_parent() || !node.branches.empty()) {
            RecordFields::Parent& parent = result.parents.emplace_back();
            parent.position = result.fields.size();
            parent.name = node.name;
            if (const auto found = find_parent(store_, row_, node))
                add_parent(node, *found, parent);
        } else {
            result.fields.emplace_back(node.name, leaf_json(store_, row_, node));
        }
    }

    void add_parent(const FieldNode& node, RecordHandle found, RecordFields::Parent& parent) const {
        if (node.is_parent()) {
            parent.record.push_back(nest(found, node.members));
        } else if (const TypeMembers* branch = find_branch(node, found)) {
            parent.record.push_back(record_fields(store_, found, branch->members));
        }
    }

    RecordFields::Children children_of(const FieldNode& node, std::size_t position) const {
        std::vector<std::uint32_t> rows = node.children->rows(store_, row_);
        RecordFields::Children children;
        children.position = position;
        children.name = node.name;
        children.total = rows.size();
        const std::size_t shown = pages_->take(rows.size());
        for (std::size_t i = 0; i < shown; ++i) {
            const RecordHandle child{node.children->object(), rows[i]};
            children.records.push_back(record_fields(store_, child, node.children->fields(), pages_)
            );
        }
        if (shown < rows.size()) {
            children.next_locator = pages_->keep(*node.children, std::move(rows), shown);
        }
        return children;
    }

    const Store& store_;
    RecordHandle row_;
    ChildPages* pages_;
};

}  // namespace

std::string value_json(const RecordReader& records, const Value& value, FieldType type) {
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
            if (type == FieldType::complexvalue) return std::string{value.text};
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
            records.id_of(value.record).append_to(out);
            out.push_back('"');
            return out;
    }
    return "null";
}

void append_json_number(std::string& out, FieldType type, double number) {
    append_number(out, number);
    if (type != FieldType::int_ && number == std::trunc(number) && std::fabs(number) < 1e15)
        out.append(".0");
}

std::string field_json(const Store& store, RecordHandle record, const Field& field) {
    if (field.type == FieldType::address) return compound_json(store, record, field);
    return value_json(store, store.value(record, field.number), field.type);
}

RecordFields record_fields(
    const Store& store, RecordHandle record, const std::vector<FieldNode>& fields, ChildPages* pages
) {
    return RecordNester{store, record, pages}.nest(record, fields);
}

std::size_t count_records(const RecordFields& record) {
    std::size_t count = 1;
    for (const RecordFields::Children& children : record.children) {
        for (const RecordFields& child : children.records) count += count_records(child);
    }
    return count;
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
