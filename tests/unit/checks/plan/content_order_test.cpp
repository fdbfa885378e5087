#include "checks/plan/content_order.hpp"

#include "mockorg/base/random.hpp"
#include "tests/support/test.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace rowlock {

TEST_CASE("rows are sorted by rank, then as they stand") {
    // Few, more, and many rows take different roads; small ranks, hashes and ties as well.
    for (const std::size_t count : {0U, 1U, 2U, 31U, 33U, 1'000U, 10'000U}) {
        for (const std::uint64_t most :
             {std::uint64_t{3}, std::uint64_t{1} << 40, ~std::uint64_t{0}}) {
            CAPTURE(count, most);
            Random random{count};
            std::vector<std::uint64_t> ranks;
            for (std::size_t i = 0; i < count; ++i) ranks.push_back(random.below(most));
            std::vector<RowNo> rows(count);
            std::iota(rows.begin(), rows.end(), RowNo{0});
            std::vector<RowNo> expected = rows;
            std::stable_sort(expected.begin(), expected.end(), [&](RowNo a, RowNo b) {
                return ranks[a] < ranks[b];
            });
            std::reverse(rows.begin(), rows.end());
            sort_by_content(rows, ranks);
            CHECK(rows == expected);
        }
    }
}

}  // namespace rowlock
