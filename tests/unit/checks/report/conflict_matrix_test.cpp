#include "checks/report/conflict_matrix.hpp"

#include "tests/support/test.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace rowlock {
namespace {

using Cell = ConflictMatrix::Cell;

Cell slow_cell(
    const RowKeys& rows, const Batching& batching, std::uint32_t one, std::uint32_t other
) {
    const PlannedBatch& a = batching.batches[one];
    const PlannedBatch& b = batching.batches[other];
    if (one == other || !may_overlap(a, b)) return Cell::apart;
    Cell cell = Cell::clear;
    for (const RowNo left : batching.rows_of(a)) {
        for (const RowNo right : batching.rows_of(b)) {
            for (const KeyUse x : rows.of(left)) {
                for (const KeyUse y : rows.of(right)) {
                    if (x.key() != y.key()) continue;
                    cell = std::max(cell, x.soft() || y.soft() ? Cell::soft : Cell::hard);
                }
            }
        }
    }
    return cell;
}

TEST_CASE("every cell is what comparing row by row gives") {
    rc::prop("same as the slow way", [] {
        const auto batch_count = *rc::gen::inRange<std::uint32_t>(1, 60);
        RowKeys rows;
        Batching batching;
        for (std::uint32_t i = 0; i < batch_count; ++i) {
            PlannedBatch batch;
            batch.first = i;
            batch.rows = 1;
            batch.lane = static_cast<BatchLane>(*rc::gen::inRange(0, 3));
            batch.phase = *rc::gen::inRange<std::uint32_t>(0, 2);
            batching.batches.push_back(batch);
            batching.order.push_back(i);
            // Few keys of many, so that all kinds of cells come up.
            const auto drawn = *rc::gen::container<std::vector<KeyNo>>(rc::gen::inRange(0u, 60u));
            const std::set<KeyNo> keys(drawn.begin(), drawn.end());
            for (const KeyNo key : keys) rows.add({key, *rc::gen::arbitrary<bool>()});
            rows.end_row();
        }
        const ConflictMatrix matrix = make_conflict_matrix(rows, batching);
        RC_ASSERT(matrix.batches.size() == std::min<std::size_t>(48, batch_count));
        for (std::size_t i = 0; i < matrix.batches.size(); ++i) {
            for (std::size_t j = 0; j < matrix.batches.size(); ++j) {
                RC_ASSERT(
                    matrix.at(i, j) ==
                    slow_cell(rows, batching, matrix.batches[i], matrix.batches[j])
                );
            }
        }
    });
}

TEST_CASE("a load without batches has an empty matrix") {
    CHECK(make_conflict_matrix({}, {}).cells.empty());
}

}  // namespace
}  // namespace rowlock
