#include "mockorg/api/replication_span.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

// 2026-01-01T00:00:00Z.
constexpr std::int64_t k_start = 1'767'225'600'000;

TEST_CASE("a span is read to the minute, in any zone") {
    const auto span =
        read_replication_span("2026-01-01T00:00:59Z", "2026-01-01T02:01:30 01:00", k_org_epoch);
    REQUIRE(span);
    CHECK(span->start == k_start);
    CHECK(span->end == k_start + 61 * 60'000);
}

TEST_CASE("spans that nobody can be told about") {
    const auto code = [](const std::string& start, const std::string& end) {
        return read_replication_span(start, end, k_org_epoch).error().code;
    };
    CHECK(code("", "2026-01-01T00:00:00Z") == ErrorCode::missing_argument);
    CHECK(code("2026-01-01T00:00:00Z", "") == ErrorCode::missing_argument);
    CHECK(code("yesterday", "2026-01-01T00:00:00Z") == ErrorCode::client_input_error);
    CHECK(code("2026-01-01T00:00:10Z", "2026-01-01T00:00:50Z") == ErrorCode::client_input_error);
    CHECK(code("2025-12-01T23:59:00Z", "2026-01-01T00:00:00Z") == ErrorCode::client_input_error);
    CHECK(read_replication_span("2025-12-02T00:00:00Z", "2026-01-01T00:00:00Z", k_org_epoch));
}

}  // namespace
}  // namespace rowlock
