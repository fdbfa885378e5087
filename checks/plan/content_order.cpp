#include "checks/plan/content_order.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace rowlock {
namespace {

struct RankedRow {
    std::uint64_t rank;
    RowNo row;

    auto operator<=>(const RankedRow&) const = default;
};

/// Up to this many are sorted without allocating: most keys have few rows.
constexpr std::size_t k_small = 32;
/// Below this comparing is faster than counting.
constexpr std::size_t k_radix_from = 4096;
constexpr unsigned k_digit_bits = 11;
/// Three digits tell two million hashes apart but for a handful.
constexpr unsigned k_digits = 3;

void sort_few(std::span<RowNo> rows, std::span<const std::uint64_t> row_rank) {
    std::array<RankedRow, k_small> ranked;
    std::size_t count = 0;
    for (const RowNo row : rows) {
        // Insertion sort.
        const RankedRow each{row_rank[row], row};
        std::size_t place = count++;
        for (; place > 0 && each < ranked[place - 1]; --place) ranked[place] = ranked[place - 1];
        ranked[place] = each;
    }
    for (std::size_t i = 0; i < count; ++i) rows[i] = ranked[i].row;
}

/// One stable pass by the digit that starts at bit `shift`.
void sort_by_digit(const std::vector<RankedRow>& from, std::vector<RankedRow>& to, unsigned shift) {
    constexpr std::uint64_t k_mask = (std::uint64_t{1} << k_digit_bits) - 1;
    std::array<std::size_t, k_mask + 2> starts{};
    for (const RankedRow& each : from) ++starts[(each.rank >> shift & k_mask) + 1];
    for (std::size_t digit = 1; digit < starts.size(); ++digit) starts[digit] += starts[digit - 1];
    for (const RankedRow& each : from) to[starts[each.rank >> shift & k_mask]++] = each;
}

/// Sorts runs whose leading digits are the same: short ones for hashes, all for small numbers.
void sort_within_digits(std::vector<RankedRow>& rows) {
    constexpr unsigned k_rest = 64 - k_digits * k_digit_bits;
    std::size_t begin = 0;
    for (std::size_t i = 1; i <= rows.size(); ++i) {
        if (i < rows.size() && rows[i].rank >> k_rest == rows[begin].rank >> k_rest) continue;
        const auto at = [&](std::size_t place) {
            return rows.begin() + static_cast<std::ptrdiff_t>(place);
        };
        if (i - begin > 1) std::sort(at(begin), at(i));
        begin = i;
    }
}

void sort_by_digits(std::vector<RankedRow>& rows) {
    std::vector<RankedRow> other(rows.size());
    for (unsigned digit = 0; digit < k_digits; ++digit) {
        sort_by_digit(rows, other, 64 - (k_digits - digit) * k_digit_bits);
        rows.swap(other);
    }
    sort_within_digits(rows);
}

}  // namespace

void sort_by_content(std::span<RowNo> rows, std::span<const std::uint64_t> row_rank) {
    if (rows.size() < 2) return;
    if (rows.size() <= k_small) {
        sort_few(rows, row_rank);
        return;
    }
    std::vector<RankedRow> ranked;
    ranked.reserve(rows.size());
    for (const RowNo row : rows) ranked.push_back({row_rank[row], row});
    if (ranked.size() < k_radix_from) {
        std::sort(ranked.begin(), ranked.end());
    } else {
        sort_by_digits(ranked);
    }
    std::transform(ranked.begin(), ranked.end(), rows.begin(), [](const RankedRow& each) {
        return each.row;
    });
}

}  // namespace rowlock
