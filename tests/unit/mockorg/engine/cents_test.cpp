#include "mockorg/engine/cents.hpp"

#include "tests/support/test.hpp"

#include <cmath>
#include <cstdint>

namespace rowlock {
namespace {

TEST_CASE("halves of a cent are rounded away from zero") {
    CHECK(rounded_to_cents(3 * 3.335) == 10.01);
    CHECK(rounded_to_cents(-3 * 3.335) == -10.01);
    CHECK(rounded_to_cents(3 * 0.335) == 1.01);
    CHECK(rounded_to_cents(0.0049) == 0.0);
    CHECK(rounded_to_cents(10.0049) == 10.0);
}

TEST_CASE("no amount is -0") {
    CHECK_FALSE(std::signbit(rounded_to_cents(-0.001)));
    CHECK_FALSE(std::signbit(rounded_to_cents(-0.0)));
}

TEST_CASE("an amount in cents stays as it is") {
    constexpr std::int64_t k_cents_max = 1'000'000'000'000'000;
    rc::prop("of up to 15 digits", [] {
        const auto cents = *rc::gen::inRange(-k_cents_max, k_cents_max);
        const double amount = static_cast<double>(cents) / 100.0;
        RC_ASSERT(rounded_to_cents(amount) == amount);
    });
}

}  // namespace
}  // namespace rowlock
