#include "harness/batcher/structure.hpp"

#include <algorithm>

namespace rowlock::batcher {
namespace {

std::size_t cap_of(const Draft& draft) {
    return draft.abstract.caps.rows;
}

std::size_t rows_of(const Draft& draft) {
    return draft.abstract.rows.size();
}

bool one_in(Draft& draft, std::uint64_t number) {
    return draft.random.below(number) == 0;
}

/// Rows in groups of these sizes, each with a parent of its own in the first column.
void fill_groups(Draft& draft, const std::vector<std::size_t>& sizes) {
    draft.set_size(0);
    for (std::size_t group = 0; group < sizes.size(); ++group) {
        for (std::size_t i = 0; i < sizes[group]; ++i) {
            draft.set_size(rows_of(draft) + 1);
            draft.set_parent(rows_of(draft) - 1, 0, group);
        }
    }
}

void nothing(Draft& draft) {
    draft.set_size(0);
}

void single_row(Draft& draft) {
    draft.set_size(1);
    if (draft.columns() > 0 && one_in(draft, 2)) draft.set_parent(0, 0, 0);
}

void no_parents(Draft&) {}

void uniform(Draft& draft) {
    const std::size_t parents = 1 + draft.random.below(rows_of(draft) + 1);
    for (std::size_t row = 0; row < rows_of(draft); ++row) {
        for (std::size_t column = 0; column < draft.columns(); ++column) {
            if (one_in(draft, 4)) continue;
            draft.set_parent(row, column, draft.random.below(parents));
        }
    }
}

void one_column(Draft& draft) {
    const std::size_t parents = 1 + draft.random.below(rows_of(draft) + 1);
    for (std::size_t row = 0; row < rows_of(draft); ++row) {
        if (!one_in(draft, 8)) draft.set_parent(row, 0, draft.random.below(parents));
    }
}

/// Few parents have most rows: the smallest of three draws.
void skewed(Draft& draft) {
    for (std::size_t row = 0; row < rows_of(draft); ++row) {
        const std::size_t bound = rows_of(draft);
        const std::size_t parent = std::min(
            {draft.random.below(bound), draft.random.below(bound), draft.random.below(bound)}
        );
        draft.set_parent(row, 0, parent);
    }
}

void giant(Draft& draft) {
    const std::size_t giant_rows = cap_of(draft) + 1 + draft.random.below(cap_of(draft) + 2);
    const std::size_t giants = one_in(draft, 4) ? 1 : 2;
    const std::size_t others = draft.random.below(5);
    draft.set_size(giants * giant_rows + others);
    for (std::size_t row = 0; row < giants * giant_rows; ++row) {
        draft.set_parent(row, 0, row / giant_rows);
    }
    for (std::size_t row = giants * giant_rows; row < rows_of(draft); ++row) {
        if (!one_in(draft, 3)) draft.set_parent(row, 0, 2 + draft.random.below(2));
    }
}

void around_the_cap(Draft& draft) {
    std::vector<std::size_t> sizes;
    for (std::size_t rows = 0; rows < rows_of(draft); rows += sizes.back()) {
        sizes.push_back(std::max<std::size_t>(1, cap_of(draft) + draft.random.below(3) - 1));
    }
    fill_groups(draft, sizes);
}

void exact(Draft& draft) {
    const std::size_t groups = 1 + draft.random.below(3);
    fill_groups(draft, std::vector<std::size_t>(groups, cap_of(draft)));
}

/// No two of them fit into a batch: the worst for packing.
void more_than_half(Draft& draft) {
    const std::size_t size = cap_of(draft) / 2 + 1;
    fill_groups(draft, std::vector<std::size_t>(1 + draft.random.below(4), size));
}

void mixed_sizes(Draft& draft) {
    std::vector<std::size_t> sizes;
    for (std::size_t rows = 0; rows < rows_of(draft); rows += sizes.back()) {
        sizes.push_back(1 + draft.random.below(cap_of(draft)));
    }
    fill_groups(draft, sizes);
}

/// A full batch, a single row, a full batch...: who never looks back wastes half.
void large_and_small(Draft& draft) {
    const std::size_t large = std::min<std::size_t>(cap_of(draft), 4);
    draft.abstract.caps.rows = static_cast<std::uint32_t>(large);
    std::vector<std::size_t> sizes{1, large, 1, large, 1};
    if (one_in(draft, 2)) sizes.insert(sizes.end(), {large, 1});
    fill_groups(draft, sizes);
}

void distinct(Draft& draft) {
    for (std::size_t row = 0; row < rows_of(draft); ++row) draft.set_parent(row, 0, row);
}

void one_parent(Draft& draft) {
    for (std::size_t row = 0; row < rows_of(draft); ++row) draft.set_parent(row, 0, 0);
}

/// a-b, b-c, c-d, ...: parents alternate between two columns.
void path(Draft& draft) {
    for (std::size_t row = 0; row < rows_of(draft); ++row) {
        draft.set_parent(row, 0, (row + 1) / 2);
        draft.set_parent(row, 1, row / 2);
    }
}

/// Several short paths beside each other.
void short_paths(Draft& draft) {
    const std::size_t length = 2 + draft.random.below(3);
    for (std::size_t row = 0; row < rows_of(draft); ++row) {
        const std::size_t start = row / length * length;
        const std::size_t step = row - start;
        draft.set_parent(row, 0, start + (step + 1) / 2);
        draft.set_parent(row, 1, start + step / 2);
    }
}

void cycle(Draft& draft) {
    path(draft);
    const std::size_t rows = rows_of(draft) / 2 * 2;
    draft.set_size(rows);
    if (rows >= 4) draft.set_parent(rows - 1, 0, 0);
}

/// Rows below the children of one parent, as contacts below the accounts of a holding.
void star_of_stars(Draft& draft) {
    const std::size_t stars = 1 + draft.random.below(3);
    for (std::size_t row = 0; row < rows_of(draft); ++row) {
        const std::size_t star = row % stars;
        draft.set_parent(row, 0, star);
        if (row < stars) draft.set_parent(row, 1, 0);
    }
}

/// Each row is a crossing of two parents.
void grid(Draft& draft) {
    const std::size_t width = 2 + draft.random.below(3);
    for (std::size_t row = 0; row < rows_of(draft); ++row) {
        draft.set_parent(row, 0, row / width);
        draft.set_parent(row, 1, row % width);
    }
}

/// Clusters of rows with both parents their own, and now and then a link to another.
void cross_links(Draft& draft) {
    const std::size_t clusters = 1 + rows_of(draft) / 2;
    for (std::size_t row = 0; row < rows_of(draft); ++row) {
        const std::size_t own = draft.random.below(clusters);
        draft.set_parent(row, 0, own);
        draft.set_parent(row, 1, one_in(draft, 5) ? draft.random.below(clusters) : own);
    }
}

/// What rows share stands in the last column only.
void last_column(Draft& draft) {
    const std::size_t parents = 1 + rows_of(draft) / 2;
    for (std::size_t row = 0; row < rows_of(draft); ++row) {
        if (one_in(draft, 2)) draft.set_parent(row, 0, row);
        draft.set_parent(row, draft.columns() - 1, draft.random.below(parents));
    }
}

void mostly_blank(Draft& draft) {
    for (std::size_t row = 0; row < rows_of(draft); ++row) {
        if (one_in(draft, 3)) draft.set_parent(row, 0, draft.random.below(3));
    }
}

/// Two ids that differ in a letter's case, with as many rows as a batch nearly holds.
void twins(Draft& draft) {
    const std::size_t size = cap_of(draft) / 2 + 1;
    fill_groups(draft, {size, size});
    for (std::size_t row = size; row < rows_of(draft); ++row) {
        draft.abstract.rows[row].keys[draft.first].parent = 2;
    }
    for (AbstractRow& row : draft.abstract.rows) {
        if (draft.random.below(2) == 0) row.keys[draft.first].form = IdForm::short_id;
    }
}

}  // namespace

AbstractRow Draft::blank_row() const {
    AbstractRow row;
    row.keys.resize(abstract.key_columns.size());
    return row;
}

void Draft::set_size(std::size_t rows) {
    abstract.rows.resize(rows, blank_row());
}

void Draft::set_parent(std::size_t row, std::size_t column, std::size_t index) const {
    abstract.rows[row].keys[first + column].parent = static_cast<ParentNo>(2 * index + 1);
}

const std::vector<Structure>& all_structures() {
    static const std::vector<Structure> k_structures{
        {"uniform", 1, uniform},
        {"giant", 1, giant},
        {"around the cap", 1, around_the_cap},
        {"path", 2, path},
        {"one column", 1, one_column},
        {"twins", 1, twins},
        {"mixed sizes", 1, mixed_sizes},
        {"last column", 3, last_column},
        {"no parents", 0, no_parents},
        {"cross links", 2, cross_links},
        {"exact", 1, exact},
        {"short paths", 2, short_paths},
        {"large and small", 1, large_and_small},
        {"distinct", 1, distinct},
        {"more than half", 1, more_than_half},
        {"single row", 0, single_row},
        {"grid", 2, grid},
        {"skewed", 1, skewed},
        {"mostly blank", 1, mostly_blank},
        {"star of stars", 2, star_of_stars},
        {"nothing", 0, nothing},
        {"one parent", 1, one_parent},
        {"cycle", 2, cycle},
    };
    return k_structures;
}

}  // namespace rowlock::batcher
