#include "mockorg/engine/query_locator.hpp"

#include "tests/support/test.hpp"

#include <limits>

namespace rowlock {
namespace {

TEST_CASE("the locator of row 10000 is the one in the guide") {
    CHECK(query_locator(10'000) == "MTAwMDA");
    CHECK(parse_query_locator("MTAwMDA") == 10'000U);
    CHECK(query_locator(0) == "MA");
}

TEST_CASE("every row has one locator") {
    rc::prop("round trip", [](std::uint64_t number) {
        const std::uint64_t row = number >> 1U;
        RC_ASSERT(parse_query_locator(query_locator(row)) == row);
    });
    constexpr auto k_last = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    CHECK(parse_query_locator(query_locator(k_last)) == k_last);
}

TEST_CASE("anything else is no locator") {
    const std::string text = GENERATE(
        "",
        "null",
        "MTAwMDA=",  // padded
        "MTAwMDB",   // stray bits
        "MDEw",      // 010
        "LTE",       // -1
        "KzE",       // +1
        "MS41",      // 1.5
        "MTAw MDA",
        "10000",
        "!!!!"
    );
    CHECK_FALSE(parse_query_locator(text).has_value());
    CHECK_FALSE(parse_query_locator(std::string(1'000'000, 'M')).has_value());
    rc::prop("no text is read as what it is not", [](const std::string& any) {
        const auto row = parse_query_locator(any);
        if (row) RC_ASSERT(query_locator(*row) == any);
    });
}

}  // namespace
}  // namespace rowlock
