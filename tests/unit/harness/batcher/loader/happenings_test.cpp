#include "harness/batcher/loader/happenings.hpp"

#include "tests/support/test.hpp"

namespace rowlock::loader {
namespace {

/// One load by the API at which everything happens.
Happenings stormy(WireApi api) {
    Happenings happenings;
    happenings.used[static_cast<std::size_t>(api)] = true;
    for (std::uint8_t kind = 0; kind < k_event_kinds; ++kind) {
        happenings.add(static_cast<EventKind>(kind), api);
    }
    return happenings;
}

Happenings calm(WireApi api) {
    Happenings happenings;
    happenings.used[static_cast<std::size_t>(api)] = true;
    return happenings;
}

TEST_CASE("paths tell the APIs apart") {
    const auto api = [](const char* path) { return api_of(parse_target(path)); };
    CHECK(api("/services/data/v60.0/jobs/ingest") == WireApi::bulk2);
    CHECK(api("/services/async/60.0/job") == WireApi::bulk1);
    CHECK(api("/services/data/v60.0/composite/sobjects") == WireApi::rest);
    CHECK(api("/services/Soap/u/60.0") == WireApi::other);
    CHECK(api("/services/oauth2/token") == WireApi::other);
    CHECK(api("/") == WireApi::other);
}

TEST_CASE("what happens at least once in a hundred loads is enough") {
    HappeningCounts counts;
    counts.count(stormy(WireApi::bulk2));
    for (int i = 0; i < 99; ++i) counts.count(calm(WireApi::bulk2));
    CHECK(counts.missing().empty());
    counts.count(calm(WireApi::bulk2));
    CHECK(counts.missing().size() == 1 + k_event_kinds);
}

TEST_CASE("each API has to be disturbed, and jobs aborted where there are any") {
    HappeningCounts counts;
    for (int i = 0; i < 60; ++i) counts.count(stormy(WireApi::bulk2));
    for (int i = 0; i < 60; ++i) counts.count(calm(WireApi::rest));
    CHECK(counts.missing() == std::vector<std::string>{"something happens to the REST API"});

    HappeningCounts rest;
    Happenings happenings = stormy(WireApi::rest);
    happenings.kinds[static_cast<std::size_t>(EventKind::job_aborted)] = false;
    for (int i = 0; i < 60; ++i) rest.count(happenings);
    CHECK(rest.missing().empty());
}

TEST_CASE("of fewer than sixty loads nothing is asked, and of none that happened everything") {
    HappeningCounts counts;
    for (int i = 0; i < 59; ++i) counts.count({});
    CHECK(counts.missing().empty());
    counts.count({});
    CHECK(counts.missing().size() == k_event_kinds - 1U);
}

}  // namespace
}  // namespace rowlock::loader
