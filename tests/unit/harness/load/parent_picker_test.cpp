#include "harness/load/parent_picker.hpp"

#include "tests/support/test.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace rowlock {
namespace {

std::vector<double> counts_of(const ParentPick& pick, RowNumber parents, RowNumber rows) {
    const ParentPicker picker(pick, parents, rows, Random{7}.split("test"));
    std::vector<double> counts(parents);
    for (RowNumber row = 0; row < rows; ++row) counts.at(picker.pick(row)) += 1.0;
    return counts;
}

/// Pearson's statistic against expected counts.
double chi_square(const std::vector<double>& counts, const std::vector<double>& expected) {
    double sum = 0.0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        sum += (counts[i] - expected[i]) * (counts[i] - expected[i]) / expected[i];
    }
    return sum;
}

/// Far above what chance does with that many degrees of freedom (mean d, deviation sqrt(2 d)).
double chi_square_bound(std::size_t degrees) {
    const auto d = static_cast<double>(degrees);
    return d + 5.0 * std::sqrt(2.0 * d);
}

TEST_CASE("uniform parents are equally likely and independent of each other") {
    constexpr RowNumber k_parents = 200;
    constexpr RowNumber k_rows = 200'000;
    const auto counts = counts_of(PickUniform{}, k_parents, k_rows);
    const std::vector<double> even(k_parents, k_rows / static_cast<double>(k_parents));
    const double statistic = chi_square(counts, even);
    CHECK(statistic < chi_square_bound(k_parents - 1));
    // Too even would be no chance either.
    CHECK(statistic > (k_parents - 1) - 5.0 * std::sqrt(2.0 * (k_parents - 1)));
    const ParentPicker picker(PickUniform{}, k_parents, k_rows, Random{7});
    double same_as_before = 0.0;
    for (RowNumber row = 1; row < k_rows; ++row) {
        same_as_before += picker.pick(row) == picker.pick(row - 1) ? 1.0 : 0.0;
    }
    CHECK(same_as_before == Approx(k_rows / static_cast<double>(k_parents)).epsilon(0.2));
}

TEST_CASE("Zipf's law holds, for exponents around 1 and far from it") {
    constexpr RowNumber k_parents = 50;
    constexpr RowNumber k_rows = 200'000;
    for (const double exponent : {0.5, 0.999, 1.0, 1.1, 2.0}) {
        INFO(exponent);
        double total = 0.0;
        std::vector<double> expected;
        for (RowNumber rank = 1; rank <= k_parents; ++rank) {
            expected.push_back(std::pow(rank, -exponent));
            total += expected.back();
        }
        for (double& weight : expected) weight *= k_rows / total;
        const auto counts = counts_of(PickZipf{exponent}, k_parents, k_rows);
        CHECK(chi_square(counts, expected) < chi_square_bound(k_parents - 1));
    }
}

TEST_CASE("Zipf's law stays in range where it is extreme") {
    for (const double exponent : {0.001, 10.0}) {
        for (const RowNumber parents : {RowNumber{1}, RowNumber{2}, k_max_source_rows}) {
            const ParentPicker picker(PickZipf{exponent}, parents, 1000, Random{1});
            for (RowNumber row = 0; row < 1000; ++row) REQUIRE(picker.pick(row) < parents);
        }
    }
}

TEST_CASE("hot parents get their share, evenly, and the others the rest") {
    constexpr RowNumber k_parents = 1000;
    constexpr RowNumber k_rows = 100'000;
    const auto counts = counts_of(PickHot{0.2, 0.01}, k_parents, k_rows);
    std::vector<double> expected(k_parents, 0.8 * k_rows / 990.0);
    std::fill_n(expected.begin(), 10, 0.2 * k_rows / 10.0);
    CHECK(chi_square(counts, expected) < chi_square_bound(k_parents - 1));
}

TEST_CASE("hot parents may be given as a number, and there is always one") {
    const auto one = counts_of(PickHot{1.0, 1.0}, 100, 500);
    CHECK(one[0] == 500.0);
    const auto three = counts_of(PickHot{1.0, 3.0}, 100, 500);
    CHECK(three[0] + three[1] + three[2] == 500.0);
    CHECK(three[2] > 100.0);
    CHECK(counts_of(PickHot{1.0, 1e-9}, 100, 500)[0] == 500.0);
    // More hot parents than parents: all alike.
    const auto all = counts_of(PickHot{0.0, 500.0}, 10, 5000);
    CHECK(*std::min_element(all.begin(), all.end()) > 400.0);
}

TEST_CASE("sequential parents come in turn, grouped ones in blocks") {
    const ParentPicker sequential(PickSequential{}, 3, 8, Random{1});
    const ParentPicker grouped(PickGrouped{}, 3, 8, Random{1});
    std::vector<RowNumber> in_turn;
    std::vector<RowNumber> in_blocks;
    for (RowNumber row = 0; row < 8; ++row) {
        in_turn.push_back(sequential.pick(row));
        in_blocks.push_back(grouped.pick(row));
    }
    CHECK(in_turn == std::vector<RowNumber>{0, 1, 2, 0, 1, 2, 0, 1});
    CHECK(in_blocks == std::vector<RowNumber>{0, 0, 0, 1, 1, 1, 2, 2});
}

TEST_CASE("whatever the law, a parent exists and is the same when asked again") {
    rc::prop("in range, stable", [] {
        const auto parents = *rc::gen::inRange<RowNumber>(1, 50);
        const auto rows = *rc::gen::inRange<RowNumber>(1, 2000);
        const auto pick = *rc::gen::element<ParentPick>(
            PickUniform{},
            PickSequential{},
            PickGrouped{},
            PickZipf{1.3},
            PickHot{0.5, 0.1},
            PickSingle{parents - 1}
        );
        const ParentPicker picker(
            pick, parents, rows, Random{*rc::gen::arbitrary<std::uint64_t>()}
        );
        const auto row = *rc::gen::inRange<RowNumber>(0, rows);
        const RowNumber parent = picker.pick(row);
        RC_ASSERT(parent < parents);
        picker.pick(0);
        RC_ASSERT(picker.pick(row) == parent);
    });
}

}  // namespace
}  // namespace rowlock
