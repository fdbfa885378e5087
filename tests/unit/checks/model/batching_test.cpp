#include "checks/model/batching.hpp"

#include "tests/support/test.hpp"

#include <numeric>

namespace rowlock {
namespace {

std::vector<RowNo> listed(const OrderedRows& rows) {
    return {rows.begin(), rows.end()};
}

TEST_CASE("rows of a batch are those of the order") {
    Batching batching;
    batching.order = {4, 2, 0, 1, 3};
    const OrderedRows rows = batching.rows_of(PlannedBatch{1, 3});
    CHECK(listed(rows) == std::vector<RowNo>{2, 0, 1});
    CHECK(rows.front() == 2);
    CHECK(rows[2] == 1);
    CHECK(listed(rows.part(1, 2)) == std::vector<RowNo>{0, 1});
    CHECK(listed(batching.rows_of(PlannedBatch{5, 0})).empty());
}

TEST_CASE("without an order rows are sent as they are numbered, which a list would say, too") {
    rc::prop("", [] {
        const auto count = *rc::gen::inRange<std::uint32_t>(1, 50);
        Batching listed_all;
        listed_all.order.resize(count);
        std::iota(listed_all.order.begin(), listed_all.order.end(), RowNo{0});
        const Batching unlisted;
        const auto first = *rc::gen::inRange<std::uint32_t>(0, count);
        const PlannedBatch batch{first, *rc::gen::inRange<std::uint32_t>(0, count - first + 1)};
        const OrderedRows wanted = listed_all.rows_of(batch);
        const OrderedRows rows = unlisted.rows_of(batch);
        RC_ASSERT(listed(rows) == listed(wanted));
        for (std::size_t i = 0; i < rows.size(); ++i) RC_ASSERT(rows[i] == wanted[i]);
        const auto begin = *rc::gen::inRange<std::size_t>(0, rows.size() + 1);
        RC_ASSERT(
            listed(rows.part(begin, rows.size() - begin)) ==
            listed(wanted.part(begin, rows.size() - begin))
        );
    });
}

TEST_CASE("one key each is what ends would say") {
    std::pmr::vector<KeyUse> uses{{2, false}, {0, true}, {2, true}};
    const RowKeys listed{{1, 2, 3}, uses, 3};
    const RowKeys each = RowKeys::one_each(uses, 3);
    REQUIRE(each.row_count() == listed.row_count());
    CHECK(each.key_count() == 3);
    CHECK(each.use_count() == 3);
    for (RowNo row = 0; row < 3; ++row) {
        REQUIRE(each.of(row).size() == 1);
        CHECK(each.of(row).front() == listed.of(row).front());
    }
}

}  // namespace
}  // namespace rowlock
