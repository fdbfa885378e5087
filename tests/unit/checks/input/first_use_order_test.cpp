#include "checks/input/first_use_order.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("keys are counted in the order of first use, whatever the numbers were") {
    std::vector<KeyUse> uses{{4, false}, {1, true}, {4, true}, {0, false}};
    const KeyNumbers keys = number_keys_by_first_use(uses, 6);
    CHECK(uses == std::vector<KeyUse>{{0, false}, {1, true}, {0, true}, {2, false}});
    CHECK(keys.key_count == 3);
    CHECK(keys.number_of_key == std::vector<std::uint32_t>{4, 1, 0});
    CHECK(keys.key_of_number[4] == 0);
    CHECK(keys.key_of_number[5] == KeyNumbers::k_unused);
}

TEST_CASE("numbers in that order already stay as they are") {
    std::vector<KeyUse> uses{{0, false}, {1, false}, {0, true}};
    const std::vector<KeyUse> before = uses;
    const KeyNumbers keys = number_keys_by_first_use(uses, 2);
    CHECK(uses == before);
    CHECK(keys.key_count == 2);
    CHECK(keys.number_of_key.empty());
    CHECK(keys.key_of_number.empty());
}

TEST_CASE("a number met before a smaller one is out of order") {
    std::vector<KeyUse> uses{{0, false}, {2, false}, {1, false}};
    const KeyNumbers keys = number_keys_by_first_use(uses, 3);
    CHECK(uses == std::vector<KeyUse>{{0, false}, {1, false}, {2, false}});
    CHECK(keys.number_of_key == std::vector<std::uint32_t>{0, 2, 1});
}

TEST_CASE("numbers behind the last one used are no keys") {
    std::vector<KeyUse> uses{{0, false}, {1, false}};
    const KeyNumbers keys = number_keys_by_first_use(uses, 3);
    CHECK(keys.key_count == 2);
    CHECK(keys.number_of_key == std::vector<std::uint32_t>{0, 1});
    REQUIRE(keys.key_of_number.size() == 3);
    CHECK(keys.key_of_number[1] == 1);
    CHECK(keys.key_of_number[2] == KeyNumbers::k_unused);
}

TEST_CASE("renaming all records changes no key") {
    rc::prop("", [](const std::vector<std::uint8_t>& numbers, std::uint8_t shift) {
        std::vector<KeyUse> a;
        std::vector<KeyUse> b;
        for (const std::uint8_t number : numbers) {
            a.emplace_back(number, number % 3 == 0);
            b.emplace_back((number + shift) % 256U, number % 3 == 0);
        }
        number_keys_by_first_use(a, 256);
        number_keys_by_first_use(b, 256);
        RC_ASSERT(a == b);
    });
}

}  // namespace
}  // namespace rowlock
