#include "harness/load/load.hpp"

#include "harness/load/row_partitions.hpp"
#include "harness/load/row_source.hpp"
#include "tests/support/test.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace rowlock {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Load read(std::string_view text) {
    auto load = read_load(text, "folder/load.json");
    INFO((load ? std::string{} : load.error().message));
    REQUIRE(load.has_value());
    return *load;
}

constexpr std::string_view k_plain = R"({
  "name": "plain",
  "sources": { "a": { "object": "Account", "rows": 10, "columns": { "Name": "A{n}" } } },
  "load": { "source": "a", "operation": "insert" }
})";

TEST_CASE("what a load file does not say has its default") {
    const Load load = read(k_plain);
    CHECK(load.name == "plain");
    CHECK(load.title.empty());
    CHECK(load.seed == 1);
    CHECK(load.schema.text.empty());
    CHECK(load.setup.empty());
    REQUIRE(load.strategies.size() == 1);
    const Strategy& strategy = load.strategies[0];
    CHECK(strategy.name == "load");
    CHECK(strategy.profile.text == "typical");
    CHECK(strategy.bulk2_serial == "reject");
    CHECK(strategy.adopt_unknown_ids);
    CHECK(strategy.limits.empty());
    CHECK_FALSE(strategy.reported.has_value());
    CHECK_FALSE(strategy.expect.failed_at_most.has_value());
    const LoadStep& step = strategy.load;
    CHECK_FALSE(step.rows.has_value());
    CHECK(step.api == LoadApi::bulk2);
    CHECK(step.concurrency_mode == ConcurrencyMode::parallel);
    CHECK(step.batch_rows == 10'000);
    CHECK(step.partitions == 1);
    CHECK_FALSE(step.partition_rows.has_value());
    CHECK(step.stagger == Duration{});
    CHECK(step.interval.mean == Duration{});
    CHECK(step.in_flight == 0);
    CHECK(step.order.by_column.empty());
    CHECK(step.retry.times == 0);
    CHECK(step.retry.errors == std::vector<std::string>{"UNABLE_TO_LOCK_ROW"});
    CHECK(step.retry.delay == seconds(15.0));
    CHECK(step.poll_every == seconds(5.0));
    CHECK(step.where == "folder/load.json:4:11");
}

TEST_CASE("every member of a load file is read") {
    const Load load = read(R"({
      "$schema": "x", "name": "all", "title": "All of it", "seed": 18446744073709551615,
      "profile": "lean", "bulk2Serial": "ignore", "schema": "../s.json",
      "sources": {
        "a": { "object": "Account", "file": "a.csv", "delimiter": "TAB" },
        "o": { "object": "Opportunity", "rows": 1e3, "columns": {
          "Key": "K{n:3}",
          "Day": { "date": "2026-01-01", "spanDays": 365 },
          "OneDay": { "date": "1970-01-02" },
          "Sum": { "number": [-1.5, 2], "decimals": 2 },
          "Stage": { "oneOf": ["x", "y"] },
          "P0": { "parent": "a" },
          "P1": { "parent": "a", "pick": "uniform" },
          "P2": { "parent": "a", "pick": "sequential" },
          "P3": { "parent": "a", "pick": "grouped" },
          "P4": { "parent": "a", "pick": { "zipf": 1.1 } },
          "P5": { "parent": "a", "pick": { "hot": { "share": 0.2, "parents": 0.01 } } },
          "P6": { "parent": "a", "pick": { "single": 7 } } } } },
      "setup": [ { "source": "a", "operation": "update", "batchRows": 7 } ],
      "load": {
        "source": "o", "rows": 90, "operation": "upsert", "externalId": "key", "api": "bulk1",
        "concurrencyMode": "Serial", "batchRows": 20, "partitions": 3, "partitionRows": 40,
        "stagger": "1h", "interval": { "mean": "4.05s", "jitter": 0.5 }, "inFlight": 2,
        "order": { "by": "P0" },
        "retry": { "errors": ["A", "B"], "times": 3, "delay": "1m", "factor": 2 },
        "pollEvery": "250ms" },
      "expect": { "createdAtLeast": 1, "failedAtMost": 2, "failedPercentAtMost": 3.5, "durationAtMost": "4h" }
    })");
    CHECK(load.title == "All of it");
    CHECK(load.seed == 18'446'744'073'709'551'615U);
    CHECK(load.schema.text == "s.json");
    CHECK(load.schema.where == "folder/load.json:3:61");
    REQUIRE(load.sources.size() == 2);
    CHECK(load.sources[0].object == "Account");
    const auto& file = std::get<CsvFileSpec>(load.sources[0].rows);
    CHECK(file.path.text == "folder/a.csv");
    CHECK(file.path.where == "folder/load.json:5:45");
    CHECK(file.delimiter == Delimiter::tab);

    const auto& generated = std::get<GeneratedSpec>(load.sources[1].rows);
    CHECK(generated.rows == 1000);
    REQUIRE(generated.columns.size() == 12);
    const auto content = [&generated](std::size_t i) { return generated.columns[i].content; };
    CHECK(generated.columns[0].name == "Key");
    CHECK(std::get<TextColumn>(content(0)).pattern == "K{n:3}");
    CHECK(std::get<DateColumn>(content(1)).first_day == 20'454);
    CHECK(std::get<DateColumn>(content(1)).span_days == 365);
    CHECK(std::get<DateColumn>(content(2)).first_day == 1);
    CHECK(std::get<DateColumn>(content(2)).span_days == 1);
    CHECK(std::get<NumberColumn>(content(3)).low == -150);
    CHECK(std::get<NumberColumn>(content(3)).high == 200);
    CHECK(std::get<NumberColumn>(content(3)).decimals == 2);
    CHECK(std::get<ChoiceColumn>(content(4)).choices == std::vector<std::string>{"x", "y"});
    const auto pick = [&content](std::size_t i) { return std::get<ParentColumn>(content(i)).pick; };
    CHECK(std::get<ParentColumn>(content(5)).source == 0);
    CHECK(std::holds_alternative<PickUniform>(pick(5)));
    CHECK(std::holds_alternative<PickUniform>(pick(6)));
    CHECK(std::holds_alternative<PickSequential>(pick(7)));
    CHECK(std::holds_alternative<PickGrouped>(pick(8)));
    CHECK(std::get<PickZipf>(pick(9)).exponent == 1.1);
    CHECK(std::get<PickHot>(pick(10)).share == 0.2);
    CHECK(std::get<PickHot>(pick(10)).parents == 0.01);
    CHECK(std::get<PickSingle>(pick(11)).parent == 7);

    REQUIRE(load.setup.size() == 1);
    CHECK(load.setup[0].source == 0);
    CHECK(load.setup[0].operation == LoadOperation::update);
    CHECK(load.setup[0].batch_rows == 7);
    CHECK(load.setup[0].in_flight == 1);

    REQUIRE(load.strategies.size() == 1);
    const Strategy& strategy = load.strategies[0];
    CHECK(strategy.profile.text == "lean");
    CHECK(strategy.profile.where == "folder/load.json:3:18");
    CHECK(strategy.bulk2_serial == "ignore");
    const LoadStep& step = strategy.load;
    CHECK(step.source == 1);
    CHECK(step.rows == 90U);
    CHECK(step.operation == LoadOperation::upsert);
    CHECK(step.external_id == "key");
    CHECK(step.api == LoadApi::bulk1);
    CHECK(step.concurrency_mode == ConcurrencyMode::serial);
    CHECK(step.batch_rows == 20);
    CHECK(step.partitions == 3);
    CHECK(step.partition_rows == 40U);
    CHECK(step.stagger == hours{1});
    CHECK(step.interval.mean == seconds(4.05));
    CHECK(step.interval.jitter == 0.5);
    CHECK(step.in_flight == 2);
    CHECK(step.order.by_column == "P0");
    CHECK(step.retry.errors == std::vector<std::string>{"A", "B"});
    CHECK(step.retry.times == 3);
    CHECK(step.retry.delay == minutes{1});
    CHECK(step.retry.factor == 2.0);
    CHECK(step.poll_every == seconds(0.25));
    CHECK(strategy.expect.created_at_least == 1U);
    CHECK(strategy.expect.failed_at_most == 2U);
    CHECK(strategy.expect.failed_percent_at_most == 3.5);
    CHECK(strategy.expect.duration_at_most == hours{4});
}

TEST_CASE("a strategy is the load with its overrides") {
    const Load load = read(R"({
      "name": "s", "profile": "lean", "expect": { "failedAtMost": 2, "createdAtLeast": 5 },
      "sources": { "a": { "object": "Account", "rows": 10, "columns": { "Name": "A{n}", "K": "{n}" } } },
      "load": { "source": "a", "operation": "upsert", "externalId": "K", "batchRows": 5,
                "interval": { "mean": "4s", "jitter": 1 }, "retry": { "times": 3, "delay": "1s" } },
      "strategies": [
        { "name": "one", "note": "As it is.",
          "reported": { "failedPercent": 10.86, "rows": 9, "failed": 8, "durationHours": 1.5, "note": "n" } },
        { "name": "two",
          "overrides": { "operation": "insert", "interval": "2s", "retry": { "times": 1 }, "profile": "seed",
                         "bulk2Serial": "honour", "concurrencyMode": "Serial" },
          "expect": { "failedAtMost": 0 } },
        { "name": "three", "overrides": { "api": "rest", "batchRows": 1 } } ]
    })");
    REQUIRE(load.strategies.size() == 3);
    const Strategy& one = load.strategies[0];
    CHECK(one.name == "one");
    CHECK(one.note == "As it is.");
    CHECK(one.profile.text == "lean");
    CHECK(one.load.batch_rows == 5);
    CHECK(one.load.where == "folder/load.json:4:15");
    REQUIRE(one.reported.has_value());
    CHECK(one.reported->failed_percent == 10.86);
    CHECK(one.reported->rows == 9U);
    CHECK(one.reported->failed == 8U);
    CHECK(one.reported->duration_hours == 1.5);
    CHECK(one.reported->note == "n");
    CHECK(one.expect.failed_at_most == 2U);
    const Strategy& two = load.strategies[1];
    CHECK(two.note.empty());
    CHECK(two.profile.text == "seed");
    CHECK(two.bulk2_serial == "honour");
    CHECK(two.load.concurrency_mode == ConcurrencyMode::serial);
    CHECK(two.load.operation == LoadOperation::insert);
    CHECK(two.load.external_id.empty());
    CHECK(two.load.interval.mean == seconds(2.0));
    CHECK(two.load.interval.jitter == 0.0);
    CHECK(two.load.retry.times == 1);
    CHECK(two.load.retry.delay == seconds(15.0));
    CHECK(two.load.where == "folder/load.json:10:24");
    CHECK_FALSE(two.reported.has_value());
    CHECK(two.expect.failed_at_most == 0U);
    CHECK(two.expect.created_at_least == 5U);
    CHECK(load.strategies[2].load.batch_rows == 1);
}

TEST_CASE("rest sends as many records at a time as a request takes without being told") {
    const Load load = read(R"({ "name": "r",
      "sources": { "a": { "object": "Account", "rows": 10, "columns": { "Name": "A{n}" } } },
      "load": { "source": "a", "operation": "insert", "api": "rest" } })");
    CHECK(load.strategies[0].load.batch_rows == 200);
    CHECK(load.strategies[0].load.api_given);
}

TEST_CASE("parents may come from a file, and its size counts") {
    namespace fs = std::filesystem;
    const fs::path folder =
        fs::temp_directory_path() / ("rowlock-load-test-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    std::ofstream(folder / "a.csv") << "Name\nx\ny\nz\n";
    const auto write = [&folder](std::string_view file, int parent) {
        std::ofstream(folder / "load.json") << R"({ "name": "f", "sources": {
              "c": { "object": "Contact", "rows": 5, "columns": {
                "AccountId": { "parent": "a", "pick": { "single": )"
                                            << parent << R"( } } } },
              "a": { "object": "Account", "file": ")"
                                            << file << R"(" } },
              "setup": [ { "source": "a", "operation": "insert" } ],
              "load": { "source": "c", "operation": "insert" } })";
        return read_load_file((folder / "load.json").string());
    };
    const auto load = write("a.csv", 2);
    REQUIRE(load.has_value());
    const auto sources = open_sources(*load);
    REQUIRE(sources.has_value());
    CHECK((*sources)[1]->size() == 3);
    CHECK((*sources)[0]->parent_source(0) == 1U);
    CHECK((*sources)[0]->parent_of(4, 0) == 2);

    const auto beyond = write("a.csv", 3);
    REQUIRE(beyond.has_value());
    const auto refused = open_sources(*beyond);
    REQUIRE_FALSE(refused.has_value());
    CHECK_THAT(
        refused.error().message, Catch::Contains("load.json:3:42: the parents' source has 3 rows")
    );

    const auto missing = write("b.csv", 0);
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().code == ErrorCode::bad_file);
    CHECK_THAT(missing.error().message, Catch::Contains("load.json:4:51: there is no file "));
    fs::remove_all(folder);

    const auto gone = read_load_file((folder / "load.json").string());
    REQUIRE_FALSE(gone.has_value());
    CHECK(gone.error().code == ErrorCode::bad_file);
}

TEST_CASE("the shipped loads have the geometry of the original") {
    for (const char* name : {"massive-upload", "small"}) {
        INFO(name);
        const auto load = read_load_file(std::string("fixtures/loads/") + name + ".json");
        INFO((load ? std::string{} : load.error().message));
        REQUIRE(load.has_value());
        CHECK(load->name == name);
        const auto sources = open_sources(*load);
        REQUIRE(sources.has_value());
        const bool full_size = load->name == "massive-upload";
        const Strategy& first = load->strategies.at(0);
        CHECK(first.name == "as it was");
        CHECK(first.profile.text == "seed");
        CHECK(first.load.batch_rows == 500);
        CHECK(first.load.interval.mean == seconds(4.05));
        CHECK(first.load.interval.jitter == 0.5);
        const auto partitions = partition_rows(*sources->at(first.load.source), first.load, {});
        REQUIRE(partitions.has_value());
        REQUIRE(partitions->size() == 5);
        for (RowNumber i = 0; i < 5; ++i) {
            CHECK((*partitions)[i].size() == (full_size ? 250'000 : 2'500));
            CHECK((*partitions)[i][0] == i * (full_size ? 400'000 : 4'000));
        }
        CHECK(load->strategies.at(1).bulk2_serial == "honour");
        CHECK(load->strategies.at(1).load.concurrency_mode == ConcurrencyMode::serial);
        CHECK(load->strategies.at(2).load.order.by_column == "AccountId");
    }
}

TEST_CASE("what the org of a rehearsal allows can be said for each strategy") {
    const Load load = read(R"({
      "name": "org", "unknownIds": "refuse", "limits": {"batches-per-day": 20000, "job-open-hours": 48},
      "sources": { "a": { "object": "Account", "rows": 10, "columns": { "Name": "A{n}" } } },
      "load": { "source": "a", "operation": "insert" },
      "strategies": [
        {"name": "as said"},
        {"name": "other", "overrides": {"unknownIds": "adopt", "limits": {"rows-per-day": 1}}}]
    })");
    const Strategy& said = load.strategies.at(0);
    CHECK_FALSE(said.adopt_unknown_ids);
    REQUIRE(said.limits.size() == 2);
    CHECK(said.limits[0].text == "batches-per-day=20000");
    CHECK(said.limits[1].text == "job-open-hours=48");
    CHECK(said.limits[1].where == "folder/load.json:2:101");
    const Strategy& other = load.strategies.at(1);
    CHECK(other.adopt_unknown_ids);
    REQUIRE(other.limits.size() == 1);
    CHECK(other.limits[0].text == "rows-per-day=1");
}

}  // namespace
}  // namespace rowlock
