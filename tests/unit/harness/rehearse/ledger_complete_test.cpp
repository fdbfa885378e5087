#include "harness/rehearse/rehearse.hpp"
#include "tests/support/ledger_check.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/rehearse/tiny_load.hpp"

#include <string>

namespace rowlock {
namespace {

/// What the trace says against the ledger of a rehearsal; its failures are counted in `failures`.
std::string fault_of_rehearsal(Load load, RehearseOptions options, std::size_t& failures) {
    test::LockReplay replay;
    options.on_org = [&](std::size_t, Org& org) {
        org.trace().listen([&](const TraceEvent& event) { replay.see(event); });
    };
    std::string fault;
    options.on_finished = [&](std::size_t, const FinishedStrategy& finished) {
        failures = finished.org.ledger().failures().size();
        fault = test::fault_of_ledger(finished.org.ledger().failures(), replay);
    };
    const auto rehearsal = rehearse(std::move(load), options);
    if (!rehearsal) return rehearsal.error().message;
    return fault;
}

TEST_CASE("for every lock failure the holder that the ledger names held the key at that time") {
    std::size_t all = 0;
    rc::prop("whatever the seed", [&] {
        RehearseOptions options;
        options.seed = *rc::gen::inRange<std::uint64_t>(1, 1'000'000);
        std::size_t failures = 0;
        RC_ASSERT(fault_of_rehearsal(test::tiny_load(R"({"name": "a"})"), options, failures) == "");
        all += failures;
    });
    CHECK(all > 100);
}

TEST_CASE("the ledger is complete with foreign writers that deadlock, and a fault that holds") {
    const std::string more = R"(
        "faults": [{"name": "busy", "kind": "lock", "object": "Account",
                    "where": "Name = 'Account 2'", "until": 30}],
        "foreignWriters": [
            {"name": "x", "kind": "user", "object": "Account", "perMinute": 60, "records": 4,
             "keys": "unordered", "hold": "2s"},
            {"name": "y", "kind": "user", "object": "Account", "perMinute": 60, "records": 4,
             "keys": "unordered", "hold": "2s"}],)";
    std::size_t failures = 0;
    CHECK(fault_of_rehearsal(test::tiny_load(R"({"name": "a"})", more), {}, failures) == "");
    CHECK(failures > 10);
}

TEST_CASE("a holder who did not hold the key is found out") {
    LockFailure failure;
    failure.waiter.job = 1;
    failure.holder.job = 2;
    test::LockReplay replay;
    const auto see = [&](TraceKind kind, std::uint64_t slot, std::uint64_t detail) {
        replay.see({TimePoint{}, kind, slot, detail});
    };
    for (const std::uint64_t slot : {1U, 3U}) {
        see(TraceKind::transaction_started, slot, slot << 32);
        see(TraceKind::lock_wanted, slot, 0);
    }
    see(TraceKind::lock_granted, 3, 1);
    see(TraceKind::lock_wait, 1, 0);
    see(TraceKind::lock_timeout, 1, 0);
    CHECK(test::fault_of_ledger({&failure, 1}, replay) == "failure 0: another holder");
    failure.holder.job = 3;
    CHECK(test::fault_of_ledger({&failure, 1}, replay) == "");
    CHECK(test::fault_of_ledger({}, replay) == "not every failure is there");
}

TEST_CASE("a ledger that is switched off changes nothing else") {
    const auto run = [](bool ledger) {
        RehearseOptions options;
        options.ledger = ledger;
        auto rehearsal = rehearse(test::tiny_load(R"({"name": "a"})"), options);
        REQUIRE(rehearsal);
        return std::move(*rehearsal);
    };
    const Rehearsal with = run(true);
    const Rehearsal without = run(false);
    const StrategyOutcome& kept = with.strategies.front();
    const StrategyOutcome& off = without.strategies.front();
    CHECK(kept.trace_hash == off.trace_hash);
    CHECK(kept.rows.failed == off.rows.failed);
    CHECK_FALSE(kept.contention.failures.empty());
    CHECK(off.contention.failures.empty());
    CHECK(off.contention.party_pairs.empty());
    CHECK(off.contention.failures_left_out == kept.locks.lock_timeouts);
}

}  // namespace
}  // namespace rowlock
