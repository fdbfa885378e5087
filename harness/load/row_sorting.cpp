#include "harness/load/row_sorting.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>

namespace rowlock {
namespace {

/// Each entry's place among the sorted ids; equal ids (two rows upserted onto one record) share
/// one.
std::vector<RowNumber> ranks_of(const IdTable& ids) {
    std::vector<RowNumber> order(ids.size());
    std::iota(order.begin(), order.end(), RowNumber{0});
    std::sort(order.begin(), order.end(), [&ids](RowNumber a, RowNumber b) {
        return ids[a] < ids[b];
    });
    std::vector<RowNumber> ranks(ids.size());
    for (std::size_t i = 1; i < order.size(); ++i) {
        const bool same = ids[order[i]] == ids[order[i - 1]];
        ranks[order[i]] = ranks[order[i - 1]] + (same ? 0 : 1);
    }
    return ranks;
}

/// Counting sort: there are far fewer parents than rows.
void sort_by_parent(
    const RowSource& source, std::size_t column, const IdTable& ids, std::vector<RowNumber>& rows
) {
    const std::vector<RowNumber> ranks = ranks_of(ids);
    std::vector<RowNumber> rank_of_row;
    rank_of_row.reserve(rows.size());
    std::vector<std::size_t> starts(ids.size() + 1);
    for (const RowNumber row : rows) {
        const RowNumber parent = source.parent_of(row, column);
        ROWLOCK_ASSERT(parent < ranks.size());
        rank_of_row.push_back(ranks[parent]);
        ++starts[ranks[parent] + 1];
    }
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    std::vector<RowNumber> sorted(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) sorted[starts[rank_of_row[i]]++] = rows[i];
    rows = std::move(sorted);
}

void sort_by_text(
    const RowSource& source,
    std::size_t column,
    std::span<const IdTable> ids,
    std::vector<RowNumber>& rows
) {
    struct Cell {
        std::size_t start;
        std::size_t length;
        RowNumber row;
    };

    std::string texts;
    std::vector<Cell> cells;
    cells.reserve(rows.size());
    for (const RowNumber row : rows) {
        const std::size_t start = texts.size();
        source.append_value(row, column, ids, texts);
        cells.push_back({start, texts.size() - start, row});
    }
    const auto text_of = [&texts](const Cell& cell) {
        return std::string_view{texts}.substr(cell.start, cell.length);
    };
    std::stable_sort(cells.begin(), cells.end(), [&text_of](const Cell& a, const Cell& b) {
        return text_of(a) < text_of(b);
    });
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = cells[i].row;
}

}  // namespace

void sort_rows(
    const RowSource& source,
    std::size_t column,
    std::span<const IdTable> ids,
    std::vector<RowNumber>& rows
) {
    if (const auto parents = source.parent_source(column)) {
        ROWLOCK_ASSERT(*parents < ids.size());
        sort_by_parent(source, column, ids[*parents], rows);
    } else {
        sort_by_text(source, column, ids, rows);
    }
}

std::vector<bool> group_starts(
    const RowSource& source,
    std::size_t column,
    std::span<const IdTable> ids,
    const std::vector<RowNumber>& sorted
) {
    std::vector<bool> starts(sorted.size(), true);
    std::string before;
    std::string value;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        value.clear();
        source.append_value(sorted[i], column, ids, value);
        starts[i] = i == 0 || value != before;
        std::swap(value, before);
    }
    return starts;
}

}  // namespace rowlock
