#include "mockorg/api/faces.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/explain/ledger_file.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"
#include "tests/unit/mockorg/api/quarrel.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

using nlohmann::json;
using test::get;
using test::Quarrel;

TEST_CASE("locks show who holds and who waits") {
    Quarrel quarrel;
    quarrel.org.send("POST", "/rowlock/clock/advance", R"({"seconds":5})");
    const json locks = get(quarrel.org, "/rowlock/locks");
    REQUIRE(locks["locks"].size() == 1);
    const json& lock = locks["locks"][0];
    CHECK(lock["key"]["object"] == "Account");
    CHECK(lock["key"]["id"] == quarrel.account);
    CHECK(lock["holder"]["kind"] == "bulk");
    CHECK(lock["holder"]["job"] == quarrel.first);
    CHECK(lock["holder"]["rows"] == 3);
    REQUIRE(lock["waiters"].size() == 1);
    CHECK(lock["waiters"][0]["job"] == quarrel.second);
}

TEST_CASE("the ledger says why rows failed, the hot keys where, the statistics how much") {
    Quarrel quarrel;
    quarrel.org.send("POST", "/rowlock/clock/run-until-idle");
    const json ledger = get(quarrel.org, "/rowlock/ledger");
    CHECK(ledger["total"] == 1);
    CHECK(ledger["dropped"] == 0);
    REQUIRE(ledger["failures"].size() == 1);
    const json& failure = ledger["failures"][0];
    CHECK(failure["waitedSeconds"] == 10.0);
    CHECK(failure["key"]["id"] == quarrel.account);
    CHECK(failure["waiter"]["job"] == quarrel.second);
    CHECK(failure["waiter"]["firstRow"] == 0);
    CHECK(failure["holder"]["job"] == quarrel.first);
    CHECK(failure["rowsFailed"] == 2);
    CHECK_FALSE(failure["rule"].get<std::string>().empty());
    CHECK(failure["holderRule"] == failure["rule"]);
    CHECK(failure["queuedBefore"] == 0);
    CHECK(failure["heldSince"] == failure["waitingSince"]);
    const auto explanation = failure["explanation"].get<std::string>();
    CHECK_THAT(explanation, Catch::Contains("wanted Account " + quarrel.account + " (A)"));
    CHECK_THAT(explanation, Catch::Contains("of job " + quarrel.first));
    REQUIRE_FALSE(failure["avoidedBy"].empty());
    CHECK(failure["avoidedBy"].back()["kind"] == "retry");

    const json hot = get(quarrel.org, "/rowlock/hot-keys");
    REQUIRE(hot["hotKeys"].size() == 1);
    CHECK(hot["hotKeys"][0]["key"]["id"] == quarrel.account);
    CHECK(hot["hotKeys"][0]["rowsFailed"] == 2);
    CHECK(hot["hotKeys"][0]["timeouts"] == 1);

    const json sums = get(quarrel.org, "/rowlock/statistics");
    CHECK(sums["lockTimeouts"] == 1);
    CHECK(sums["lockWaits"] == 1);
    CHECK(sums["rowsFailed"] == 2);
    CHECK(sums["waitedSeconds"] == 10.0);
    CHECK(sums["batchesInLastDay"] == 2);
    CHECK(get(quarrel.org, "/rowlock/locks")["locks"].empty());
}

TEST_CASE("ledger and hot keys come in pages") {
    Quarrel quarrel;
    quarrel.org.send("POST", "/rowlock/clock/run-until-idle");
    const auto [query, shown] = GENERATE(table<std::string, std::size_t>(
        {{"?limit=0", 0},
         {"?limit=1", 1},
         {"?limit=10000", 1},
         {"?offset=1", 0},
         {"?offset=9223372036854775807", 0}}
    ));
    CAPTURE(query);
    CHECK(get(quarrel.org, "/rowlock/ledger" + query)["failures"].size() == shown);
    for (const std::string wrong : {"limit=-1", "limit=10001", "limit=x", "limit=", "offset=-1"}) {
        CAPTURE(wrong);
        CHECK(quarrel.org.send("GET", "/rowlock/ledger?" + wrong).status == 400);
    }
    CHECK(quarrel.org.send("GET", "/rowlock/hot-keys?limit=x").status == 400);
}

TEST_CASE("the whole ledger can be taken home, and the timeline for a trace viewer") {
    Quarrel quarrel;
    quarrel.org.send("POST", "/rowlock/clock/run-until-idle");
    const std::string exported = quarrel.org.send("GET", "/rowlock/ledger/export").body;
    CHECK(test::JsonSchema{"docs/ledger.schema.json"}.fault_of(*parse_json(exported)) == "");
    const auto ledger = read_ledger_json(exported);
    REQUIRE(ledger);
    CHECK(ledger->failures.size() == 1);
    const auto none =
        read_ledger_json(quarrel.org.send("GET", "/rowlock/ledger/export?failures=0").body);
    REQUIRE(none);
    CHECK(none->failures.empty());
    CHECK(none->failures_left_out == 1);
    CHECK(quarrel.org.send("GET", "/rowlock/ledger/export?failures=x").status == 400);
    const json trace = get(quarrel.org, "/rowlock/ledger/timeline");
    CHECK(trace["traceEvents"].size() > 5);
}

TEST_CASE("equal runs leave equal traces") {
    const auto run = [] {
        Quarrel quarrel;
        quarrel.org.send("POST", "/rowlock/clock/run-until-idle");
        return quarrel.org.send("GET", "/rowlock/trace").body;
    };
    const std::string trace = run();
    CHECK(run() == trace);
    CHECK(member(trace, "hash").size() == 16);
    CHECK(member(trace, "count") != "0");
}

}  // namespace
}  // namespace rowlock
