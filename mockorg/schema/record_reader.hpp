#pragma once

#include "mockorg/base/record_id.hpp"
#include "mockorg/base/value.hpp"

#include <optional>

namespace rowlock {

/// One row's values, whether it is stored, about to be written, or a line of a file.
class RowView {
public:
    virtual ~RowView() = default;

    /// Null for a field that was never set. References come as Value::reference; the row's own Id
    /// too, or null while it has none.
    virtual Value value(FieldNo field) const = 0;

    /// Of a row as it will be after an update: false if the write names no value for the field, so
    /// that it stays what it was. Asked before values that may be costly or unknown.
    virtual bool may_have_changed(FieldNo /*field*/) const { return true; }
};

/// Looks things up about any record; what paths such as Who.Account need beyond their first step.
class RecordReader {
public:
    virtual ~RecordReader() = default;

    /// Null where the record is not known here.
    virtual Value value(RecordHandle record, FieldNo field) const = 0;

    virtual std::optional<RecordHandle> find(const RecordId& id) const = 0;

    virtual RecordId id_of(RecordHandle record) const = 0;
};

}  // namespace rowlock
