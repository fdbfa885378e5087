#include "harness/calibrate/load_sample.hpp"

#include "checks/forecast/chunk_simulation.hpp"
#include "harness/calibrate/load_choice.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

using test::Folder;

/// Contacts of ten accounts, one after the other.
std::string load_text(const std::string& load, const std::string& more = "") {
    return fmt::format(
        R"({{"name": "l", {}
            "sources": {{
                "accounts": {{"object": "Account", "rows": 10, "columns": {{"Name": "A {{n}}"}}}},
                "contacts": {{"object": "Contact", "rows": 1000, "columns": {{
                    "LastName": "C-{{n}}",
                    "AccountId": {{"parent": "accounts", "pick": "sequential"}}}}}}}},
            "setup": [{{"source": "accounts", "operation": "insert"}}],
            "load": {{"source": "contacts", "operation": "insert", {}}}}})",
        more,
        load
    );
}

Result<RunSample> try_sample(const std::string& text, const std::vector<Duration>& arrivals = {}) {
    const Folder folder;
    auto load = read_load_choice(folder.write("load.json", text), {});
    if (!load) FAIL(load.error().message);
    return sample_load(*load, arrivals, {});
}

RunSample sampled(const std::string& text, const std::vector<Duration>& arrivals = {}) {
    auto sample = try_sample(text, arrivals);
    if (!sample) FAIL(sample.error().message);
    return std::move(*sample);
}

TEST_CASE("the chunks of a load lock what the lock rules say") {
    const RunSample sample = sampled(load_text(R"("batchRows": 250, "pollEvery": "4s")"));
    CHECK(sample.batches == 4);
    CHECK(sample.chunks == 8);
    REQUIRE(sample.sample.chunks.size() == 8);
    for (const ChunkSample::Chunk& chunk : sample.sample.chunks)
        CHECK(sample.sample.keys_of(chunk).size() == 10);
    CHECK(sample.sample.notice == seconds(2.0));
    CHECK(sample.notes.empty());
}

TEST_CASE("in the order in which it is sent, neighbours share what they share") {
    const RunSample sample =
        sampled(load_text(R"("batchRows": 100, "order": {"by": "AccountId"}, "interval": "2s")"));
    REQUIRE(sample.sample.batches.size() == 10);
    CHECK(sample.sample.batches[3].arrival == seconds(6.0));
    // A hundred contacts of one account each: no key is in two batches.
    CHECK(sample.sample.keys.empty());
}

TEST_CASE("a load arrives when the org says, if it says so of every batch") {
    const std::string text = load_text(R"("batchRows": 500, "inFlight": 3)");
    const std::vector<Duration> two = {Duration{0}, seconds(7.0)};
    CHECK(sampled(text, two).sample.batches[1].arrival == seconds(7.0));
    const std::vector<Duration> three = {Duration{0}, seconds(7.0), seconds(8.0)};
    CHECK(sampled(text, three).sample.batches[1].arrival == Duration{0});
    CHECK(sampled(text).sample.in_flight == 3);
}

TEST_CASE("serial jobs have a lane of their own, where there are any") {
    const auto lane_of = [](const std::string& load, const std::string& more = "") {
        return sampled(load_text(load, more)).sample.batches[0].plan.lane;
    };
    CHECK(lane_of(R"("api": "bulk1", "concurrencyMode": "Serial")") == BatchLane::serial);
    const char* const bulk2 = R"("concurrencyMode": "Serial")";
    CHECK(lane_of(bulk2, R"("bulk2Serial": "honour",)") == BatchLane::serial);
    CHECK(lane_of(bulk2, R"("bulk2Serial": "ignore",)") == BatchLane::parallel);
    const auto refused = try_sample(load_text(bulk2));
    REQUIRE_FALSE(refused.has_value());
    CHECK_THAT(refused.error().message, Catch::Contains("which orgs refuse"));
    const auto rest = try_sample(load_text(R"("api": "rest")"));
    REQUIRE_FALSE(rest.has_value());
    CHECK_THAT(rest.error().message, Catch::Contains("REST API"));
}

TEST_CASE("what is left out is said") {
    const RunSample sample = sampled(load_text(
        R"("retry": {"times": 1})",
        R"("foreignWriters": [{"name": "u", "kind": "user", "object": "Account", "at": "1s", "hold": "5s"}],)"
    ));
    REQUIRE(sample.notes.size() == 2);
    CHECK_THAT(sample.notes[0], Catch::Contains("foreign writers"));
    CHECK_THAT(sample.notes[1], Catch::Contains("not sent again"));
}

TEST_CASE("the batches of a plan wait for each other as it says") {
    const Folder folder;
    folder.write(
        "plan.json",
        R"({"rowlockPlan": 1, "assumed": {"workers": 4}, "batches": [
            {"id": 0, "rows": [[4, 5]], "rowCount": 2, "lane": "feed", "conflicts": [1]},
            {"id": 1, "rows": [[0, 1]], "rowCount": 2, "lane": "feed", "conflicts": [0]},
            {"id": 2, "rows": [[2, 3]], "rowCount": 2, "lane": "serial", "phase": 1}]})"
    );
    // The first and the last two contacts have one account.
    std::string rows = "LastName,AccountId\n";
    for (const char digit : {'1', '2', '3', '4', '1', '2'})
        rows += fmt::format("C,00100000000000{}AAA\n", digit);
    folder.write("rows.csv", rows);
    const std::string path = folder.write(
        "load.json",
        R"({"name": "l", "sources": {"c": {"object": "Contact", "file": "rows.csv"}},
            "load": {"source": "c", "operation": "insert", "api": "bulk1",
                     "order": {"plan": "plan.json"}}})"
    );
    auto load = read_load_choice(path, {});
    if (!load) FAIL(load.error().message);
    const auto sampled_plan = sample_load(*load, {}, {});
    if (!sampled_plan) FAIL(sampled_plan.error().message);
    const ChunkSample& sample = sampled_plan->sample;
    REQUIRE(sample.batches.size() == 3);
    CHECK(sample.in_flight == 4);
    CHECK(sample.feeds_by_list);
    CHECK(sample.batches[0].plan.lane == BatchLane::feed);
    CHECK(sample.batches[0].held_apart == std::vector<NumberRange>{{1, 1}});
    CHECK(sample.batches[1].held_apart == std::vector<NumberRange>{{0, 1}});
    CHECK(sample.batches[2].plan.lane == BatchLane::serial);
    CHECK(sample.batches[2].plan.phase == 1);
    // Accounts 1 and 2 are in two batches.
    CHECK(sample.keys_of(sample.chunks[0]).size() == 2);
    CHECK(sample.keys_of(sample.chunks[2]).empty());
    SimulationSettings settings;
    settings.hold = {30.0, 0.0};
    const SimulationResult result = simulate(sample, settings);
    CHECK(result.chunks_failed == 0);
    CHECK(result.batches[1].taken >= result.batches[0].ended);
    CHECK(result.batches[2].taken >= result.batches[1].ended);
}

TEST_CASE("a load of more batches than anybody sends is refused") {
    const auto huge = try_sample(
        R"({"name": "l", "sources": {"a": {"object": "Account", "rows": 90000000,
            "columns": {"Name": "A{n}"}}},
            "load": {"source": "a", "operation": "insert", "batchRows": 10}})"
    );
    REQUIRE_FALSE(huge.has_value());
    CHECK(huge.error().code == ErrorCode::bad_configuration);
    CHECK_THAT(huge.error().message, Catch::Contains("by its figures"));
}

TEST_CASE("a job of more than 10,000 rows is several batches of the org") {
    const Folder folder;
    std::string text = "LastName\n";
    for (int i = 0; i < 25'000; ++i) text += fmt::format("C{}\n", i);
    RowsDescription described;
    described.object = "Contact";
    described.operation = "insert";
    described.batch_rows = 25'000;
    auto load = read_load_choice(folder.write("rows.csv", text), described);
    if (!load) FAIL(load.error().message);
    const auto sample = sample_load(*load, {}, {});
    REQUIRE(sample.has_value());
    CHECK(sample->batches == 3);
    CHECK(sample->jobs_are_cut);
    CHECK(sample->notes.size() == 1);
}

}  // namespace
}  // namespace rowlock
