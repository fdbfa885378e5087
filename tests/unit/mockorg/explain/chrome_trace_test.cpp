#include "mockorg/codec/json.hpp"
#include "mockorg/explain/lock_timeline.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/explain/report_fixture.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <utility>

namespace rowlock {
namespace {

LockTimeline timeline_of_quarrel() {
    const LedgerReport report = test::quarrel();
    const ExplainedFailure& failure = report.failures[0];
    LockTimeline timeline;
    static_cast<LedgerNames&>(timeline) = report;
    timeline.transactions = {
        {0,
         failure.holder,
         failure.holder_since,
         failure.holder_since,
         failure.time + seconds(1),
         true},
        {1, failure.waiter, failure.waiting_since, failure.time, failure.time, false},
    };
    TimelineWait wait;
    wait.since = failure.waiting_since;
    wait.until = failure.time;
    wait.waiter = failure.waiter;
    wait.holder = failure.holder;
    wait.waiter_number = 1;
    wait.holder_number = 0;
    wait.end = "timeout";
    wait.rows_failed = 200;
    timeline.waits = {wait};
    return timeline;
}

TEST_CASE("a trace has processes, threads, slices, waits and arrows to the holder") {
    const Json trace = *parse_json(chrome_trace(timeline_of_quarrel()));
    CHECK(trace["otherData"]["startTime"] == "2026-01-01T00:00:18.000+0000");
    std::map<std::string, std::vector<Json>> by_phase;
    for (const Json& event : trace["traceEvents"]) {
        CHECK(event["pid"].is_number_unsigned());
        CHECK(event["tid"].is_number_unsigned());
        by_phase[event["ph"].get<std::string>()].push_back(event);
    }
    REQUIRE(by_phase["M"].size() == 4);
    CHECK(by_phase["M"][0]["args"]["name"] == "job 750A (insert of Contact)");
    REQUIRE(by_phase["X"].size() == 4);
    const Json& hold = by_phase["X"][1];
    CHECK(hold["name"] == "holds its locks");
    CHECK(hold["ts"] == 0);
    CHECK(hold["dur"] == 13'000'000);
    const Json& wait = by_phase["X"][3];
    CHECK(wait["name"] == "waits for Account 001A (Acme)");
    CHECK(wait["pid"] == 2);
    CHECK(wait["args"]["rule"] == "contact.account");
    CHECK(wait["args"]["end"] == "timeout");
    CHECK(wait["args"]["rowsFailed"] == 200);
    REQUIRE(by_phase["s"].size() == 1);
    REQUIRE(by_phase["f"].size() == 1);
    CHECK(by_phase["s"][0]["id"] == by_phase["f"][0]["id"]);
    CHECK(by_phase["s"][0]["pid"] == 2);
    CHECK(by_phase["f"][0]["pid"] == 1);
}

TEST_CASE("an empty timeline is a trace, too") {
    const Json trace = *parse_json(chrome_trace({}));
    CHECK(trace["traceEvents"].empty());
}

TEST_CASE("slices of one thread never overlap but by lying in each other") {
    rc::prop("REST requests at any times", [] {
        LockTimeline timeline;
        timeline.parties = {test::party_of(NamedParty::Kind::rest, "")};
        const int count = *rc::gen::inRange(0, 30);
        for (int i = 0; i < count; ++i) {
            const auto begin = k_org_epoch + Duration{*rc::gen::inRange<std::int64_t>(0, 100)};
            const auto end = begin + Duration{*rc::gen::inRange<std::int64_t>(0, 50)};
            timeline.transactions.push_back(
                {static_cast<std::uint64_t>(i), test::side_of(0, 0, 0), begin, begin, end, true}
            );
        }
        const Json trace = *parse_json(chrome_trace(timeline));
        std::map<std::int64_t, std::vector<std::pair<std::int64_t, std::int64_t>>> threads;
        for (const Json& event : trace["traceEvents"]) {
            if (event["ph"] != "X" || event["cat"] != "transaction") continue;
            const auto begin = event["ts"].get<std::int64_t>();
            auto& slices = threads[event["tid"].get<std::int64_t>()];
            slices.emplace_back(begin, begin + event["dur"].get<std::int64_t>());
        }
        for (auto& [thread, slices] : threads) {
            std::sort(slices.begin(), slices.end());
            for (std::size_t i = 1; i < slices.size(); ++i)
                RC_ASSERT(slices[i - 1].second <= slices[i].first);
        }
    });
}

}  // namespace
}  // namespace rowlock
