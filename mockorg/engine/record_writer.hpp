#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/engine/input_row.hpp"
#include "mockorg/engine/requests.hpp"
#include "mockorg/engine/roll_ups.hpp"
#include "mockorg/engine/save_stamp.hpp"
#include "mockorg/engine/write_plan.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace rowlock {

/// Which record a row means: by Id (update, delete, undelete, purge, upsert by Id) or by an
/// external id (upsert).
struct RowTarget {
    std::string_view id;
    /// Upsert by external id only.
    std::optional<FieldNo> key_field;
    std::string_view key;
    /// The key's position in its row, for messages.
    std::size_t key_column = 0;
};

/// Saves one transaction's rows of one object, each by itself: a row is written whole or, with an
/// error, not at all. Locks are the caller's business.
class RecordWriter {
public:
    /// `stamp`: becomes the rows' CreatedDate and LastModifiedDate, CreatedById and
    /// LastModifiedById, and OwnerId of new rows that do not name another.
    RecordWriter(
        Store& store, const FieldReader& reader, const WritePlan& plan, const SaveStamp& stamp
    )
        : store_(store), reader_(reader), plan_(plan), stamp_(stamp) {
        if (plan.roll_ups) roll_ups_.emplace(store, *plan.roll_ups);
    }

    struct Saved {
        RecordHandle record;
        bool created = false;
    };

    Result<Saved> write(
        const ObjectType& object, Operation operation, const RowTarget& target, InputRow row
    );

private:
    Result<Saved> insert(const ObjectType& object, InputRow row);
    Result<Saved> update(const ObjectType& object, RecordHandle record, InputRow row);
    Result<Saved> remove(const RowTarget& target, Operation operation, const ObjectType& object);
    Result<Saved> undelete(RecordHandle record);
    Result<Saved> purge(RecordHandle record);
    Result<void> read_values(const ObjectType& object, InputRow row, bool creating);
    Result<void> check_required(bool creating) const;
    Result<void> check_unique(const ObjectType& object, std::optional<RecordHandle> self) const;
    void stamp_new(RecordHandle record);
    void apply(RecordHandle record);
    bool already_written(RecordHandle record) const;

    Store& store_;
    const FieldReader& reader_;
    const WritePlan& plan_;
    SaveStamp stamp_;
    /// Nothing where nobody attached any to the plan.
    std::optional<RollUpKeeper> roll_ups_;
    /// The field by which the current row's record was looked up.
    std::optional<FieldNo> checked_key_;
    /// The current row's values; kept to reuse its memory.
    std::vector<std::pair<FieldNo, Value>> values_;
    /// Records this transaction has saved: the same key or id twice in one transaction is an error.
    std::vector<RecordHandle> written_;
};

/// The record a row means, if there is one: nothing for an insert or an upsert that creates.
Result<std::optional<RecordHandle>> find_target(
    const Store& store,
    const FieldReader& reader,
    const ObjectType& object,
    Operation operation,
    const RowTarget& target
);

}  // namespace rowlock
