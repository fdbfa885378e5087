#include "mockorg/engine/cell_memo.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("a memo never says anything else than it was told") {
    rc::prop("a memo never says anything else than it was told", [] {
        CellMemo memo;
        const auto cells = *rc::gen::container<std::vector<Cell>>(
            rc::gen::oneOf(rc::gen::inRange<Cell>(0, 5000), rc::gen::arbitrary<Cell>())
        );
        for (const Cell cell : cells) {
            RC_ASSERT(memo.fits(cell, [&] { return cell % 3 == 0; }) == (cell % 3 == 0));
        }
    });
}

TEST_CASE("a question about the same cell is asked once") {
    CellMemo memo;
    int asked = 0;
    const auto find_out = [&] {
        ++asked;
        return true;
    };
    for (int i = 0; i < 10; ++i) CHECK(memo.fits(k_null_cell, find_out));
    CHECK(asked == 1);
}

}  // namespace
}  // namespace rowlock
