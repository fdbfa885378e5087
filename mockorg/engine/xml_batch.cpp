#include "mockorg/engine/xml_batch.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/xml_reader.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

constexpr std::string_view k_record = "sObject";
constexpr std::string_view k_type = "type";

Result<void> expect_name(const XmlElement& element, std::string_view local) {
    if (element.name.space == k_dataload_namespace && element.name.local == local) return {};
    return fail(
        ErrorCode::invalid_xml,
        fmt::format(
            "Expected element '{}' of namespace {}, found '{}' of namespace '{}'",
            local,
            k_dataload_namespace,
            element.name.local,
            element.name.space
        )
    );
}

Result<void> add_value(RecordTable& table, std::string_view column, const XmlElement& value) {
    if (!value.children.empty()) {
        return fail(
            ErrorCode::invalid_xml, fmt::format("Element '{}' has no single value", column)
        );
    }
    if (value.is_nil()) return table.add(column, std::nullopt);
    if (value.text.empty()) return {};
    return table.add(column, value.text);
}

/// `<Owner><sObject><type>User</type><Email>..</Email></sObject></Owner>`
Result<void> add_parent(RecordTable& table, const XmlElement& relationship) {
    const XmlElement& parent = relationship.children.front();
    if (auto named = expect_name(parent, k_record); !named) return named;
    const XmlElement* type = parent.child(k_type);
    const std::string prefix =
        type == nullptr ? relationship.name.local : type->text + ":" + relationship.name.local;
    for (const XmlElement& key : parent.children) {
        if (key.name.local == k_type) continue;
        if (auto added = add_value(table, prefix + "." + key.name.local, key); !added) return added;
    }
    return {};
}

Result<void> add_record(RecordTable& table, const XmlElement& record, std::string_view object) {
    if (auto named = expect_name(record, k_record); !named) return named;
    table.begin_record();
    for (const XmlElement& field : record.children) {
        const bool repeats_object =
            field.name.local == k_type && equal_ignoring_case(field.text, object);
        if (repeats_object) continue;
        auto added = field.children.size() == 1 ? add_parent(table, field)
                                                : add_value(table, field.name.local, field);
        if (!added) return added;
    }
    table.end_record();
    return {};
}

}  // namespace

Result<RecordTable> read_xml_batch(std::string_view text, std::string_view object) {
    XmlRecordReader reader{text};
    const auto root = reader.root();
    if (!root) return tl::unexpected{root.error()};
    if (auto named = expect_name(**root, "sObjects"); !named) return tl::unexpected{named.error()};
    RecordTable table;
    for (;;) {
        const auto record = reader.next();
        if (!record) return tl::unexpected{record.error()};
        if (!*record) return table;
        if (auto added = add_record(table, **record, object); !added)
            return tl::unexpected{added.error()};
    }
}

}  // namespace rowlock
