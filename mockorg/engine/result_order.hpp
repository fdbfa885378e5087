#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/soql/operand.hpp"
#include "mockorg/store/store.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace rowlock {

struct SortKey;

/// ORDER BY, ready to sort rows of one object. Rows that are equal come by id. Lives as long as the
/// schema.
class ResultOrder {
public:
    /// Fails with invalid_field, or malformed_query for a field that cannot be sorted.
    static Result<ResultOrder> bind(
        const Schema& schema,
        const ObjectType& object,
        const std::vector<soql::OrderBy>& order_by,
        std::string_view source
    );

    /// Whether it says anything: without ORDER BY, rows come by id.
    bool empty() const { return keys_.empty(); }

    /// Sorts as far as the first `needed` rows go; what is behind them comes in any order.
    void sort(const Store& store, std::vector<std::uint32_t>& rows, std::uint64_t needed) const;

private:
    struct Key {
        soql::BoundOperand operand;
        bool descending = false;
        bool nulls_last = false;
    };

    bool less(const Store& store, std::uint32_t a, std::uint32_t b) const;
    std::optional<FieldNo> ranked_by(const Store& store) const;
    std::vector<SortKey> keys_of_values(const Store& store, const std::vector<std::uint32_t>& rows)
        const;
    std::vector<SortKey> keys_of_ranks(
        const Store& store, const std::vector<std::uint32_t>& rows, FieldNo column
    ) const;

    ObjectNo object_{};
    std::vector<Key> keys_;
};

/// Whether a sorts before b (-1), behind it (1), or neither, where nulls have their own side.
int compare_in_order(
    const RecordReader& records, const Value& a, const Value& b, bool descending, bool nulls_last
);

}  // namespace rowlock
