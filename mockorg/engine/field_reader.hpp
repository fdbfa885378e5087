#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/engine/column_binding.hpp"
#include "mockorg/store/store.hpp"

#include <cstddef>
#include <string_view>

namespace rowlock {

/// Reads field values the way clients write them, and refuses what the field cannot hold with the
/// platform's own texts. Text values are views into the input.
class FieldReader {
public:
    /// `adopt_unknown`: an id of another org that is not known here becomes a record with nothing
    /// but that id, so that files made for a real org can be rehearsed without its parents.
    FieldReader(Store& store, bool adopt_unknown) : store_(store), adopt_unknown_(adopt_unknown) {}

    /// `column`: the value's position in its row, from 0, for the message.
    Result<Value> read(const Field& field, std::string_view text, std::size_t column) const;

    /// The value to look a record up by in its key field.
    Result<Value> read_key(const Field& key, std::string_view text, std::size_t column) const;

    /// The parent a relationship column means.
    Result<Value> read_parent(
        const ObjectType& object,
        const ColumnBinding& binding,
        std::string_view key,
        std::size_t column
    ) const;

    /// A record by its id: malformed_id if it is none, invalid_cross_reference_key if there is no
    /// such live record, entity_is_deleted if there was.
    Result<RecordHandle> read_record(std::string_view id) const;

private:
    Result<RecordHandle> find_live(const RecordId& id) const;
    Result<Value> read_reference(const Field& field, std::string_view text) const;
    std::optional<RecordHandle> adopt(const RecordId& id) const;

    Store& store_;
    bool adopt_unknown_;
};

}  // namespace rowlock
