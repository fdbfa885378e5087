#include "mockorg/api/api.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("clock modes are read and written alike") {
    const auto text = GENERATE(
        as<std::string>{}, "virtual", "manual", "real", "real:60", "real:0.5", "poll:1", "poll:2.5"
    );
    CHECK(text_of(parse_clock_mode(text).value()) == text);
}

TEST_CASE("the speed of a real clock") {
    CHECK(parse_clock_mode("real:60").value().speed == 60.0);
    CHECK(parse_clock_mode("real").value().speed == 1.0);
    CHECK(text_of(parse_clock_mode("real:1").value()) == "real");
}

TEST_CASE("the step of a polled clock") {
    CHECK(parse_clock_mode("poll:2.5").value().step == std::chrono::milliseconds{2500});
    CHECK(parse_clock_mode("poll:0.001").value().step == std::chrono::milliseconds{1});
}

TEST_CASE("other words are refused") {
    const auto text = GENERATE(
        as<std::string>{},
        "",
        "Virtual",
        "real:",
        "real:0",
        "real:-1",
        "real:nan",
        "real:1e9",
        "real:1x",
        "poll",
        "poll:",
        "poll:0",
        "poll:-1",
        "poll:1s"
    );
    CAPTURE(text);
    REQUIRE_FALSE(parse_clock_mode(text).has_value());
    CHECK(parse_clock_mode(text).error().code == ErrorCode::bad_configuration);
}

}  // namespace
}  // namespace rowlock
