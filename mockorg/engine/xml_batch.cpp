#include "mockorg/engine/xml_batch.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/xml_reader.hpp"
#include "mockorg/engine/parent_columns.hpp"

namespace rowlock {
namespace {

constexpr std::string_view k_record = "sObject";
constexpr std::string_view k_type = "type";

Result<void> add_value(RecordTable& table, std::string_view column, const XmlElement& value) {
    if (auto single = expect_value(value); !single) return single;
    if (value.is_nil()) return table.add(column, std::nullopt);
    if (value.text.empty()) return {};
    return table.add(column, value.text);
}

/// `<Owner><sObject><type>User</type><Email>..</Email></sObject></Owner>`
Result<void> add_parent(
    RecordTable& table,
    const XmlElement& relationship,
    const Schema& schema,
    const ObjectType& object
) {
    const std::string& name = relationship.name.local;
    if (auto named = expect_container(relationship, name); !named) return named;
    const XmlElement& parent = relationship.children.front();
    if (auto named = expect_container(parent, k_record); !named) return named;
    const XmlElement* type = parent.child(k_type);
    if (type != nullptr) {
        if (auto single = expect_value(*type); !single) return single;
    }
    const std::string_view type_name = type == nullptr ? std::string_view{} : type->text;
    for (const XmlElement& key : parent.children) {
        if (&key == type) continue;
        const auto column = parent_column(schema, object, name, type_name, key.name.local);
        if (auto added = add_value(table, column, key); !added) return added;
    }
    return {};
}

Result<void> add_record(
    RecordTable& table, const XmlElement& record, const Schema& schema, const ObjectType& object
) {
    if (auto named = expect_container(record, k_record); !named) return named;
    table.begin_record();
    for (const XmlElement& field : record.children) {
        const std::string& name = field.name.local;
        const bool repeats_object =
            name == k_type && expect_value(field) && equal_ignoring_case(field.text, object.name);
        if (repeats_object) continue;
        auto added =
            field.children.size() == 1
                ? add_parent(table, field, schema, object)
                : add_value(table, field.is_nil() ? column_of_null(object, name) : name, field);
        if (!added) return added;
    }
    table.end_record();
    return {};
}

}  // namespace

Result<RecordTable> read_xml_batch(
    std::string_view text, const Schema& schema, const ObjectType& object
) {
    XmlRecordReader reader{text};
    const auto root = reader.root();
    if (!root) return tl::unexpected{root.error()};
    // The reader refuses text beside the records.
    if (auto named = expect_dataload_name(**root, "sObjects"); !named)
        return tl::unexpected{named.error()};
    RecordTable table;
    for (;;) {
        const auto record = reader.next();
        if (!record) return tl::unexpected{record.error()};
        if (!*record) return table;
        if (auto added = add_record(table, **record, schema, object); !added)
            return tl::unexpected{added.error()};
    }
}

}  // namespace rowlock
