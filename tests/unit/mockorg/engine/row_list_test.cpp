#include "mockorg/engine/row_list.hpp"

#include "tests/support/test.hpp"

#include <numeric>

namespace rowlock {
namespace {

using Rows = std::vector<std::uint32_t>;

RowList ascending(const Rows& rows) {
    RowList list;
    for (const std::uint32_t row : rows) list.add_ascending(row);
    return list;
}

Rows visited(const RowList& list, std::size_t first) {
    Rows rows;
    RowList::Cursor cursor{list, first};
    for (std::size_t i = first; i < list.size(); ++i) rows.push_back(cursor.next());
    return rows;
}

/// Ascending rows with gaps: small ones make a dense list, which is kept as bits.
Rows draw_rows() {
    const auto gap = *rc::gen::element<std::uint32_t>(1, 3, 40, 700);
    Rows rows(*rc::gen::inRange<std::size_t>(0, 4000));
    std::uint32_t next = *rc::gen::inRange<std::uint32_t>(0, 5000);
    std::uint32_t state = next;
    for (std::uint32_t& row : rows) {
        row = next;
        state = state * 1664525U + 1013904223U;
        next += 1 + (state >> 16U) % gap;
    }
    return rows;
}

TEST_CASE("an ascending list gives back its rows, from any place on") {
    rc::prop("the same rows", [] {
        const Rows rows = draw_rows();
        const RowList list = ascending(rows);
        RC_ASSERT(list.size() == rows.size());
        RC_ASSERT(list.empty() == rows.empty());
        RC_ASSERT(list.to_vector() == rows);
        const std::size_t first = *rc::gen::inRange<std::size_t>(0, rows.size() + 1);
        const Rows rest(rows.begin() + static_cast<std::ptrdiff_t>(first), rows.end());
        RC_ASSERT(visited(list, first) == rest);
        for (std::size_t i = first; i < rows.size(); ++i) RC_ASSERT(list.at(i) == rows[i]);
    });
}

TEST_CASE("a list in any other order keeps that order") {
    const RowList list{Rows{5, 3, 9, 3}};
    CHECK(list.to_vector() == Rows{5, 3, 9, 3});
    CHECK(visited(list, 1) == Rows{3, 9, 3});
    CHECK(list.at(2) == 9);
}

TEST_CASE("all rows of a large table take about a bit each, a few take no more than they need") {
    RowList all;
    for (std::uint32_t row = 0; row < 1'000'000; ++row) all.add_ascending(row);
    CHECK(all.bytes() <= 2 * 1'000'000 / 8 + 4096);
    CHECK(all.at(999'999) == 999'999);

    RowList few;
    for (std::uint32_t row = 0; row < 1'000; ++row) few.add_ascending(row * 1'000'000);
    CHECK(few.bytes() <= 2 * 4 * 1'000 + 64);
}

}  // namespace
}  // namespace rowlock
