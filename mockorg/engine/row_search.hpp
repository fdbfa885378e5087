#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/engine/query_scope.hpp"
#include "mockorg/engine/remembered_condition.hpp"
#include "mockorg/engine/table_row.hpp"
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

/// A query's condition, ready to be asked of the rows of one object. Looks only at the rows that
/// indexes offer where the condition demands certain values of Id, a reference or an external id,
/// and passes over chunks of rows that have nothing but the same values. One thread.
class RowSearch {
public:
    /// The scope must outlive it.
    RowSearch(const QueryScope& scope, const ObjectType& object)
        : scope_(scope),
          object_(object),
          table_(scope.store.table(object.number)),
          row_(scope.store, object) {}

    Result<void> bind(const std::optional<soql::Condition>& where);

    /// Calls `take(row)` for each row found, in ascending order, until it returns false.
    template <class Take>
    void run(RowRange range, const Take& take) const {
        if (offered_) {
            for (const std::uint32_t row : *offered_) {
                if (row < range.first || row >= range.end) continue;
                if (is_wanted(row) && look_at(row) && !take(row)) return;
            }
            return;
        }
        const std::uint32_t end = std::min(range.end, table_.rows());
        std::uint32_t row = range.first;
        while (row < end) {
            const std::uint32_t chunk = row / ObjectTable::k_chunk;
            const std::uint32_t chunk_end = std::min(end, (chunk + 1) * ObjectTable::k_chunk);
            const Verdict verdict = judge(chunk);
            if (verdict != Verdict::none && !run_chunk(row, chunk_end, verdict, take)) return;
            row = chunk_end;
        }
    }

    /// How many rows there are.
    std::uint64_t count() const;

private:
    /// Which rows of a chunk match, as far as a look at one of them tells.
    enum class Verdict : std::uint8_t { some, all, none };

    Verdict judge(std::uint32_t chunk) const;

    /// Says whether to go on behind the chunk.
    template <class Take>
    bool run_chunk(std::uint32_t row, std::uint32_t end, Verdict verdict, const Take& take) const {
        for (; row < end; ++row) {
            const bool found = is_wanted(row) && (verdict == Verdict::all || matches(row));
            if (found && !take(row)) return false;
        }
        return true;
    }

    bool is_wanted(std::uint32_t row) const {
        const RowState state = table_.state(row);
        return state == RowState::live || (scope_.include_deleted && state == RowState::deleted);
    }

    bool matches(std::uint32_t row) const {
        if (!predicate_) return true;
        if (!condition_) condition_.emplace(scope_.store, object_, *predicate_);
        return condition_->matches(row);
    }

    bool look_at(std::uint32_t row) const {
        row_.go_to(row);
        return !predicate_ || predicate_->matches(row_, scope_.store);
    }

    const QueryScope& scope_;
    const ObjectType& object_;
    const ObjectTable& table_;
    mutable TableRow row_;
    std::optional<soql::Predicate> predicate_;
    std::optional<std::vector<std::uint32_t>> offered_;
    /// The columns that decide, if nothing else does: then rows of equal cells match alike.
    std::optional<std::vector<FieldNo>> deciding_;
    /// For those who look at the whole table; made when it is first asked.
    mutable std::optional<RememberedCondition> condition_;
};

}  // namespace rowlock
