#pragma once

#include "mockorg/engine/cell_memo.hpp"
#include "mockorg/engine/id_memo.hpp"
#include "mockorg/engine/record_memo.hpp"
#include "mockorg/engine/table_row.hpp"
#include "mockorg/soql/predicate.hpp"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace rowlock {

/// The fields in whose cells those lie that decide about a part of a condition; nothing if one of
/// them lies in no cell.
std::optional<std::vector<FieldNo>> deciding_columns(
    const Store& store, const ObjectType& object, const soql::Predicate::Part& part
);

/// A condition asked of many rows of one table. Of each part that one column decides it remembers
/// what it found out about a value, or about the record that a reference leads to: a parent's
/// fields are read once, not for each child. Valid until something is written. One thread.
class RememberedCondition {
public:
    /// Store, object and predicate must outlive it.
    RememberedCondition(
        const Store& store, const ObjectType& object, const soql::Predicate& predicate
    );

    bool matches(std::uint32_t row);

private:
    struct Part {
        soql::Predicate::Part condition;
        /// Empty where the condition itself is asked.
        std::vector<Part> parts;
        /// The column of the memo.
        FieldNo column{};
        /// In place of a memo a column whose values are asked straight away.
        std::variant<std::monostate, CellMemo, RecordMemo, IdMemo, Store::Column> memo;

        bool stands_alone() const { return memo.index() != 0 || !parts.empty(); }
    };

    void make_memo(Part& part, const ObjectType& object) const;
    std::optional<IdMemo> make_id_memo(
        const soql::Predicate::Part& condition, const ObjectType& object
    ) const;
    Part make_part(const ObjectType& object, soql::Predicate::Part condition) const;
    bool matches(Part& part, std::uint32_t row);
    bool look_at(const Part& part, std::uint32_t row);
    static void fetch_ahead(std::string_view text);

    const Store& store_;
    const ObjectTable& table_;
    TableRow row_;
    Part whole_;
};

}  // namespace rowlock
