#include "mockorg/api/replication_span.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

// 2026-01-01T00:00:00Z.
constexpr std::int64_t k_start = 1'767'225'600'000;

TEST_CASE("a span is read to the minute, in any zone") {
    const auto span = read_replication_span(
        ReplicationKind::updated, "2026-01-01T00:00:59Z", "2026-01-01T02:01:30 01:00", k_org_epoch
    );
    REQUIRE(span);
    CHECK(span->start == k_start);
    CHECK(span->end == k_start + 61 * 60'000);
}

TEST_CASE("spans that nobody can be told about") {
    const auto read = [](const std::string& start,
                         const std::string& end,
                         ReplicationKind kind = ReplicationKind::updated) {
        return read_replication_span(kind, start, end, k_org_epoch);
    };
    const std::string now = "2026-01-01T00:00:00Z";
    CHECK(read("", now).error().code == ErrorCode::missing_argument);
    CHECK(read(now, "").error().code == ErrorCode::missing_argument);
    CHECK(read("yesterday", now).error().code == ErrorCode::client_input_error);
    constexpr auto k_wrong = ErrorCode::invalid_replication_date;
    CHECK(read("2026-01-01T00:00:10Z", "2026-01-01T00:00:50Z").error().code == k_wrong);
    CHECK(read("2025-12-01T23:59:00Z", now).error().code == k_wrong);
    CHECK(read("2025-12-02T00:00:00Z", now));
    CHECK(read("2025-12-16T23:59:00Z", now, ReplicationKind::deleted).error().code == k_wrong);
    CHECK(read("2025-12-17T00:00:00Z", now, ReplicationKind::deleted));
}

}  // namespace
}  // namespace rowlock
