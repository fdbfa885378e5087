#include "harness/rehearse/ledger_files.hpp"

#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/explain/ledger_file.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/rehearse/tiny_load.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

/// Writes both files of a rehearsal and gives its outcome.
StrategyOutcome write_files(const test::Folder& folder, Load load) {
    RehearseOptions options;
    Result<void> written;
    options.on_finished = [&](std::size_t, const FinishedStrategy& finished) {
        written =
            write_ledger_files(finished, folder.path("ledger.json"), folder.path("trace.json"));
    };
    auto rehearsal = rehearse(std::move(load), options);
    REQUIRE(rehearsal);
    REQUIRE(written);
    return rehearsal->strategies.front();
}

Json json_in(const std::string& path) {
    const auto text = read_file(path, 100'000'000);
    REQUIRE(text);
    auto json = parse_json(*text);
    REQUIRE(json);
    return *json;
}

TEST_CASE("the ledger of a rehearsal is a file that keeps to its schema and adds up") {
    const test::Folder folder;
    const StrategyOutcome outcome = write_files(folder, test::tiny_load(R"({"name": "a"})"));
    const Json json = json_in(folder.path("ledger.json"));
    CHECK(test::JsonSchema{"docs/ledger.schema.json"}.fault_of(json) == "");
    const auto ledger = read_ledger_json(json.dump());
    REQUIRE(ledger);
    CHECK(ledger->failures.size() == outcome.locks.lock_timeouts);
    std::uint64_t rows = 0;
    for (const ExplainedFailure& failure : ledger->failures) {
        rows += failure.rows_failed;
        CHECK(failure.waiter.load_row.has_value());
        CHECK(failure.holder.load_row.has_value());
        CHECK(ledger->rules.at(failure.waiter.rule).id == "contact.account");
        CHECK(ledger->rules.at(failure.holder.rule).column == "AccountId");
        CHECK(ledger->keys.at(failure.key).label.find("Account ") == 0);
    }
    CHECK(rows == outcome.locks.rows_failed);
    Duration waited = ledger->other_parties.waited;
    std::uint64_t waits = ledger->other_parties.waits;
    for (const PairContentionSums& pair : ledger->party_pairs) {
        waited += pair.sums.waited;
        waits += pair.sums.waits;
    }
    CHECK(ledger->party_pairs.size() < 100);
    CHECK(waits == ledger->totals.waits);
    CHECK(waited == ledger->totals.waited);
}

TEST_CASE("rows are those of the load's source whatever the order and the API") {
    const test::Folder folder;
    const std::string api = GENERATE("bulk1", "bulk2");
    const std::string strategy = R"({"name": "a", "overrides": {"api": ")" + api +
                                 R"(", "order": {"by": "LastName"}, "partitions": 2}})";
    write_files(folder, test::tiny_load(strategy));
    const auto ledger = read_ledger_json(json_in(folder.path("ledger.json")).dump());
    REQUIRE(ledger);
    REQUIRE_FALSE(ledger->failures.empty());
    for (const ExplainedFailure& failure : ledger->failures) {
        // Row n of the contacts (from 0) has account n modulo 4, and accounts count from 0.
        REQUIRE(failure.waiter.load_row);
        REQUIRE(failure.holder.load_row);
        const std::string account = "Account " + std::to_string(*failure.waiter.load_row % 4);
        CHECK(ledger->keys.at(failure.key).label == account);
        CHECK(*failure.waiter.load_row % 4 == *failure.holder.load_row % 4);
        CHECK(failure.waiter.batch_id.empty() == (api == "bulk2"));
    }
}

TEST_CASE("the timeline of a rehearsal has each chunk and each wait") {
    const test::Folder folder;
    const StrategyOutcome outcome = write_files(folder, test::tiny_load(R"({"name": "a"})"));
    const Json trace = json_in(folder.path("trace.json"));
    std::uint64_t waits = 0;
    std::uint64_t in_vain = 0;
    std::uint64_t failed_chunks = 0;
    for (const Json& event : trace["traceEvents"]) {
        if (event["ph"] != "X") continue;
        if (event["cat"] == "wait") {
            ++waits;
            if (event["args"]["end"] == "timeout") ++in_vain;
        }
        if (event["cat"] == "transaction" && !event["args"]["gotAllLocks"]) ++failed_chunks;
    }
    CHECK(waits == outcome.locks.lock_waits);
    CHECK(in_vain == outcome.locks.lock_timeouts);
    CHECK(failed_chunks == outcome.locks.lock_timeouts);
}

TEST_CASE("a file that cannot be written is an error") {
    RehearseOptions options;
    options.on_finished = [&](std::size_t, const FinishedStrategy& finished) {
        CHECK_FALSE(write_ledger_files(finished, "/nowhere/ledger.json", ""));
        CHECK_FALSE(write_ledger_files(finished, "", "/nowhere/trace.json"));
        CHECK(write_ledger_files(finished, "", ""));
    };
    CHECK(rehearse(test::tiny_load(R"({"name": "a"})"), options));
}

}  // namespace
}  // namespace rowlock
