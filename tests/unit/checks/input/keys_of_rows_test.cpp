#include "checks/input/keys_of_rows.hpp"

#include "checks/input/record_numbers.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

constexpr std::uint32_t k_none = RecordNumbers::k_none;

/// What was added, row by row.
struct Expected {
    std::vector<std::vector<KeyUse>> rows;

    void check(const RowKeys& keys) const {
        RC_ASSERT(keys.row_count() == rows.size());
        for (RowNo row = 0; row < rows.size(); ++row) {
            const auto uses = keys.of(row);
            RC_ASSERT(std::vector<KeyUse>(uses.begin(), uses.end()) == rows[row]);
        }
    }
};

void add_singles(KeysOfRows& keys, Expected& expected) {
    const auto soft = *rc::gen::arbitrary<bool>();
    const auto gaps = *rc::gen::arbitrary<bool>();
    const auto count = *rc::gen::inRange<std::size_t>(0, 5);
    std::vector<std::uint32_t> numbers;
    for (std::size_t i = 0; i < count; ++i) {
        numbers.push_back(gaps && *rc::gen::arbitrary<bool>() ? k_none : static_cast<KeyNo>(i));
        expected.rows.emplace_back();
        if (numbers.back() != k_none) expected.rows.back().push_back({numbers.back(), soft});
    }
    keys.add_single(numbers, soft);
}

void add_row(KeysOfRows& keys, Expected& expected) {
    expected.rows.emplace_back();
    const auto count = *rc::gen::weightedOneOf<std::uint32_t>(
        {{4, rc::gen::just(1U)}, {1, rc::gen::inRange(0U, 4U)}}
    );
    for (std::uint32_t i = 0; i < count; ++i) {
        keys.uses.push_back({i, false});
        expected.rows.back().push_back({i, false});
    }
    keys.end_row();
}

TEST_CASE("rows keep their keys, whether or not each has just one") {
    rc::prop("", [] {
        KeysOfRows keys;
        Expected expected;
        for (int step = *rc::gen::inRange(0, 6); step > 0; --step) {
            if (*rc::gen::arbitrary<bool>()) {
                add_singles(keys, expected);
            } else {
                add_row(keys, expected);
            }
            RC_ASSERT(keys.row_count() == expected.rows.size());
        }
        if (*rc::gen::arbitrary<bool>()) RC_ASSERT(keys.ends().size() == expected.rows.size());
        expected.check(std::move(keys).take(5));
    });
}

TEST_CASE("cleared, it begins anew") {
    KeysOfRows keys;
    keys.add_single(std::vector<std::uint32_t>{1, k_none}, false);
    keys.clear();
    CHECK(keys.row_count() == 0);
    keys.add_single(std::vector<std::uint32_t>{3}, true);
    const auto ends = keys.ends();
    CHECK(std::vector<std::uint32_t>(ends.begin(), ends.end()) == std::vector<std::uint32_t>{1});
    CHECK(keys.uses.front() == KeyUse{3, true});
}

}  // namespace
}  // namespace rowlock
