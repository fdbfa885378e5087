#include "checks/command/memory_option.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("sizes have a unit, or are bytes") {
    const auto bytes_of = [](const std::string& size) {
        return parse_memory_bound(size, "/x").value().bytes;
    };
    CHECK(bytes_of("7") == 7);
    CHECK(bytes_of("2K") == 2048);
    CHECK(bytes_of("3M") == 3 * 1024 * 1024);
    CHECK(bytes_of("8G") == std::uint64_t{8} << 30);
    CHECK(bytes_of("1T") == std::uint64_t{1} << 40);
    CHECK(parse_memory_bound("1G", "/x")->folder == "/x");
    CHECK(parse_memory_bound("", "")->bytes == default_memory_bound().bytes);
    CHECK(parse_memory_bound("", "")->folder == default_memory_bound().folder);
}

TEST_CASE("what is no size is refused") {
    for (const std::string size : {"0", "G", "1X", "1GB", "-1", " 1", "1.5G", "99999999999999T"}) {
        INFO(size);
        const auto refused = parse_memory_bound(size, "");
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().code == ErrorCode::bad_configuration);
    }
}

}  // namespace
}  // namespace rowlock
