#include "harness/batcher/properties_catch.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace {

using Row = std::vector<std::string>;

/// The batcher under test: rows sorted by their first cell, and cut where that changes or the batch
/// is full. It knows nothing of rowlock.
std::vector<std::vector<Row>> my_batches(std::vector<Row> rows, std::size_t most) {
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
        return a.front() < b.front();
    });
    std::vector<std::vector<Row>> batches;
    for (const Row& row : rows) {
        const bool fits = !batches.empty() && batches.back().size() < most &&
                          batches.back().front().front() == row.front();
        if (!fits) batches.emplace_back();
        batches.back().push_back(row);
    }
    return batches;
}

TEST_CASE("my batcher loses no row and keeps to the limit") {
    ROWLOCK_CHECK_BATCHES(
        [](const auto& file) { return my_batches(file.rows, file.caps.rows); },
        {.only = {"conserve", "cap", "csv", "determinism"}}
    );
}

TEST_CASE("but rows of its batches share parents") {
    const auto found = rowlock::batcher::check_batches(
        [](const auto& file) { return my_batches(file.rows, file.caps.rows); },
        {.only = {"noshare"}}
    );
    CHECK_FALSE(found.passed);
    CHECK_THAT(found.report, Catch::Contains("rows 1 and 2 share"));
}

}  // namespace
