#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/engine/cell_memo.hpp"
#include "mockorg/engine/query_scope.hpp"
#include "mockorg/soql/predicate.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace rowlock {

/// Rows of a table from `first` up to, not including, `end`.
struct RowRange {
    std::uint32_t first = 0;
    std::uint32_t end = std::numeric_limits<std::uint32_t>::max();
};

/// A query's condition, ready to be asked of the rows of one object. Looks only at the rows an
/// index offers where the condition demands certain values of Id, a reference or an external id.
class RowSearch {
public:
    /// The scope must outlive it.
    RowSearch(const QueryScope& scope, const ObjectType& object) : scope_(scope), object_(object) {}

    Result<void> bind(const std::optional<soql::Condition>& where);

    /// Calls `take(row)` for each row found, in ascending order, until it returns false.
    template <class Take>
    void run(RowRange range, const Take& take) const {
        if (offered_) {
            for (const std::uint32_t row : *offered_) {
                if (row < range.first || row >= range.end) continue;
                if (finds(row) && !take(row)) return;
            }
            return;
        }
        const std::uint32_t end = std::min(range.end, scope_.store.table(object_.number).rows());
        for (std::uint32_t row = range.first; row < end; ++row) {
            if (finds(row) && !take(row)) return;
        }
    }

    /// How many rows there are.
    std::uint64_t count() const;

private:
    bool finds(std::uint32_t row) const {
        const ObjectTable& table = scope_.store.table(object_.number);
        const RowState state = table.state(row);
        if (state != RowState::live && (!scope_.include_deleted || state != RowState::deleted)) {
            return false;
        }
        if (!predicate_) return true;
        if (!only_field_) return matches(row);
        return memo_.fits(table.cell(row, *only_field_), [&] { return matches(row); });
    }

    bool matches(std::uint32_t row) const {
        return predicate_->matches(StoredRow{scope_.store, {object_.number, row}}, scope_.store);
    }

    const QueryScope& scope_;
    const ObjectType& object_;
    std::optional<soql::Predicate> predicate_;
    std::optional<std::vector<std::uint32_t>> offered_;
    /// The field that decides alone, if there is one: then rows of equal cells match alike.
    std::optional<FieldNo> only_field_;
    mutable CellMemo memo_;
};

}  // namespace rowlock
