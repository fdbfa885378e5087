#include "mockorg/engine/parent_ranks.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

namespace rowlock {

RowsByParent rows_by_parent(
    const ObjectTable& table, FieldNo column, const std::vector<std::uint32_t>& rows
) {
    RowsByParent by;
    by.parents.reserve(rows.size());
    boost::unordered_flat_map<Cell, std::uint32_t> numbers;
    for (const std::uint32_t row : rows) {
        const auto next = static_cast<std::uint32_t>(by.examples.size());
        const auto [entry, is_new] = numbers.try_emplace(table.cell(row, column), next);
        if (is_new) by.examples.push_back(row);
        by.parents.push_back(entry->second);
    }
    return by;
}

}  // namespace rowlock
