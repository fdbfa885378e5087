#pragma once

#include "mockorg/engine/field_tree.hpp"
#include "mockorg/engine/requests.hpp"
#include "mockorg/store/store.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// Whole numbers of double, currency and percent fields carry a `.0`, those of int fields do not.
void append_json_number(std::string& out, FieldType type, double number);

/// One stored value as the REST API prints it.
std::string field_json(const Store& store, RecordHandle record, const Field& field);

/// A value of a column of this type as the REST API prints it.
std::string value_json(const RecordReader& records, const Value& value, FieldType type);

/// Keeps the rows of a subquery that do not fit on its first page.
class ChildPages {
public:
    virtual ~ChildPages() = default;

    /// How many of these children the record may show.
    virtual std::size_t take(std::size_t children) = 0;

    /// The locator of the page that begins at the `next`th of these rows.
    virtual std::string keep(
        const ChildQuery& query, std::vector<std::uint32_t> rows, std::size_t next
    ) = 0;
};

/// The selected fields of a record, of its parents and of its children. `pages` may be missing
/// where no subquery is selected.
RecordFields record_fields(
    const Store& store,
    RecordHandle record,
    const std::vector<FieldNode>& fields,
    ChildPages* pages = nullptr
);

/// Records in an answer, children included.
std::size_t count_records(const RecordFields& record);

/// The named fields of a record, in that order.
RecordFields record_fields(
    const Store& store, RecordHandle record, std::span<const FieldNo> fields
);

}  // namespace rowlock
