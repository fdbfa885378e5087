#include "harness/replay/load_driver.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/harness/replay/fake_org.hpp"
#include "tests/unit/harness/replay/table_source.hpp"

#include <algorithm>

namespace rowlock {
namespace {

using test::FakeOrg;
using Kind = FakeOrg::RowFate::Kind;

/// Five accounts are set up, then twenty opportunities loaded.
struct LoadDriverFixture {
    LoadDriverFixture() {
        sources.push_back(std::make_shared<test::TableSource>(test::numbered_rows(5)));
        sources.push_back(std::make_shared<test::TableSource>(
            std::vector<std::string>{"Ext__c"}, std::vector<std::vector<std::string>>{}
        ));
        std::vector<std::vector<std::string>> rows;
        for (int i = 0; i < 20; ++i) rows.push_back({"O" + std::to_string(i)});
        sources[1] = std::make_shared<test::TableSource>(std::vector<std::string>{"Ext__c"}, rows);
        load.sources = {{"accounts", "Account", {}}, {"opportunities", "Opportunity", {}}};
        load.setup.push_back(step_of(0, "External_ID__c"));
        load.strategies.resize(1);
        load.strategies[0].load = step_of(1, "Ext__c");
        load.strategies[0].load.batch_rows = 5;
    }

    static LoadStep step_of(std::size_t source, std::string external_id) {
        LoadStep step;
        step.source = source;
        step.operation = LoadOperation::upsert;
        step.external_id = std::move(external_id);
        return step;
    }

    LoadStep& step() { return load.strategies[0].load; }

    const LoadOutcome& run() {
        auto created = LoadDriver::create(load, load.strategies[0], sources, std::move(options));
        REQUIRE(created);
        driver = std::move(*created);
        run_driver(*driver, org);
        driver->outcome().ledger.check_invariants();
        return driver->outcome();
    }

    Load load;
    OpenSources sources;
    LoadDriverOptions options;
    FakeOrg org;
    std::unique_ptr<LoadDriver> driver;
};

/// Row O3 fails for a lock the first `times` times it is sent.
auto unlucky(int times) {
    return [times](const std::string& line, int before) -> FakeOrg::RowFate {
        if (line == "O3" && before < times) return {Kind::failed, "UNABLE_TO_LOCK_ROW:x:--"};
        if (line == "O4") return {Kind::failed, "STRING_TOO_LONG:x:Name --"};
        return {};
    };
}

TEST_CASE("the setup is complete before the load begins") {
    LoadDriverFixture f;
    std::optional<TimePoint> began;
    f.options.on_load_begin = [&](TimePoint now) {
        began = now;
        return Result<void>{};
    };
    const LoadOutcome& outcome = f.run();
    CHECK_FALSE(outcome.error);
    CHECK(outcome.setup_rows == 5);
    CHECK(outcome.rows == 20);
    CHECK(outcome.ledger.count(RowStatus::created) == 20);
    CHECK(outcome.jobs.jobs == 4);
    REQUIRE(began);
    CHECK(outcome.started == *began);
    const auto& jobs = f.org.jobs();
    const auto& setup = jobs.begin()->second;
    CHECK_THAT(setup.create_body, Catch::Contains(R"("object":"Account")"));
    for (const auto& job : jobs) {
        if (&job.second != &setup) CHECK(job.second.created >= setup.ends);
    }
    CHECK(outcome.org_duration() == seconds(3.0));
}

TEST_CASE("a setup that does not succeed ends the load before it begins") {
    LoadDriverFixture f;
    f.org.fate = [](const std::string& line, int) -> FakeOrg::RowFate {
        if (line.starts_with("E2,")) return {Kind::failed, "REQUIRED_FIELD_MISSING:Name:Name --"};
        return {};
    };
    const LoadOutcome& outcome = f.run();
    REQUIRE(outcome.error);
    CHECK(
        outcome.error->message ==
        "the setup loaded 4 of 5 rows of source \"accounts\"; first error: "
        "REQUIRED_FIELD_MISSING:Name:Name --"
    );
    CHECK(f.org.jobs().size() == 1);
}

TEST_CASE("rows that failed with a retryable error are sent again, others are not") {
    LoadDriverFixture f;
    f.step().retry = {{"UNABLE_TO_LOCK_ROW"}, 3, seconds(15.0), 2.0};
    f.org.fate = unlucky(2);
    const LoadOutcome& outcome = f.run();
    CHECK(outcome.retry_passes == 2);
    CHECK(outcome.ledger.status(3) == RowStatus::created);
    CHECK(outcome.ledger.status(4) == RowStatus::failed);
    // Result files come backwards here: O4 was the first to fail.
    REQUIRE(outcome.ledger.failures().size() == 2);
    CHECK(outcome.ledger.failures()[0].code == "STRING_TOO_LONG");
    CHECK(outcome.ledger.failures()[1].rows == 0);
    std::vector<TimePoint> retries;
    for (const auto& job : f.org.jobs()) {
        if (job.second.rows == std::vector<std::string>{"O3"})
            retries.push_back(job.second.created);
    }
    REQUIRE(retries.size() == 2);
    // 30 s of pause, stretched by up to a quarter, and the 5 s after which the first retry was seen
    // to have ended.
    CHECK(retries[1] - retries[0] >= seconds(35.0));
    CHECK(retries[1] - retries[0] <= seconds(42.5));
}

TEST_CASE("retries end when the policy says so") {
    LoadDriverFixture f;
    f.step().retry.times = 2;
    f.org.fate = unlucky(100);
    const LoadOutcome& outcome = f.run();
    CHECK_FALSE(outcome.error);
    CHECK(outcome.retry_passes == 2);
    CHECK(outcome.ledger.count(RowStatus::failed) == 2);
}

TEST_CASE("fewer rows on request") {
    LoadDriverFixture f;
    f.options.rows = 7;
    const LoadOutcome& outcome = f.run();
    CHECK(outcome.rows == 7);
    CHECK(outcome.ledger.count(RowStatus::created) == 7);
    CHECK(outcome.not_sent() == 0);
    CHECK(outcome.ledger.count(RowStatus::not_sent) == 13);
}

TEST_CASE("what an API does not have is named with its place") {
    LoadDriverFixture f;
    f.step().api = LoadApi::rest;
    f.step().where = "x.json:3:4";
    f.step().batch_rows = 201;
    const auto driver = LoadDriver::create(f.load, f.load.strategies[0], f.sources, {});
    REQUIRE_FALSE(driver);
    CHECK(driver.error().code == ErrorCode::bad_configuration);
    CHECK(
        driver.error().message == "x.json:3:4: with \"api\" \"rest\" a batch has at most 200 rows"
    );
}

TEST_CASE("a load that asks for rows the source lacks fails before its first request") {
    LoadDriverFixture f;
    f.load.setup.clear();
    f.step().rows = 21;
    const LoadOutcome& outcome = f.run();
    REQUIRE(outcome.error);
    CHECK(f.org.requests().empty());
}

TEST_CASE("an interrupt during the setup ends the load") {
    LoadDriverFixture f;
    f.org.interrupt_at = k_org_epoch;
    const LoadOutcome& outcome = f.run();
    CHECK(outcome.interrupted);
    CHECK(f.org.jobs().empty());
    CHECK(outcome.rows == 20);
    CHECK(outcome.not_sent() == 20);
    CHECK(outcome.org_duration() == Duration{});
}

TEST_CASE("a setup that came to nothing leaves every row of the load to be sent") {
    LoadDriverFixture f;
    f.options.rows = 7;
    f.step().partitions = 2;
    f.step().order.by_column = "Ext__c";
    f.org.fate = [](const std::string&, int) -> FakeOrg::RowFate {
        return {Kind::failed, "UNABLE_TO_LOCK_ROW:x:--"};
    };
    const LoadOutcome& outcome = f.run();
    REQUIRE(outcome.error);
    CHECK(outcome.rows == 7);
    CHECK(outcome.not_sent() == 7);
    CHECK(outcome.partitions.size() == 2);
    CHECK(outcome.started == outcome.ended);
}

TEST_CASE("rows without the column they are known by are refused before the first request") {
    LoadDriverFixture f;
    f.step().external_id = "Other__c";
    f.step().where = "load.json:1:2";
    const auto by_key = LoadDriver::create(f.load, f.load.strategies[0], f.sources, {});
    REQUIRE_FALSE(by_key);
    CHECK(by_key.error().code == ErrorCode::bad_configuration);
    CHECK(
        by_key.error().message ==
        "load.json:1:2: the rows have no column Other__c, by which records are known to upsert"
    );
    f.step().external_id.clear();
    f.step().operation = LoadOperation::remove;
    CHECK_FALSE(LoadDriver::create(f.load, f.load.strategies[0], f.sources, {}));
}

TEST_CASE("a target whose clock is gone ends the load") {
    LoadDriverFixture f;
    f.org.fault = [](const HttpRequest&) -> std::optional<Result<HttpResponse>> {
        return Result<HttpResponse>{fail(ErrorCode::unreachable, "connection refused")};
    };
    const LoadOutcome& outcome = f.run();
    REQUIRE(outcome.error);
    CHECK(outcome.error->code == ErrorCode::unreachable);
}

TEST_CASE("the same seed gives the same requests at the same times") {
    const auto history = [](std::uint64_t seed) {
        LoadDriverFixture f;
        f.load.seed = seed;
        f.step().interval = {seconds(4.0), 0.5};
        f.step().partitions = 2;
        f.step().stagger = seconds(60.0);
        f.run();
        std::vector<std::int64_t> times;
        for (const auto& job : f.org.jobs())
            times.push_back(job.second.created.time_since_epoch().count());
        return std::pair{f.org.requests(), times};
    };
    CHECK(history(1) == history(1));
    CHECK(history(1).second != history(2).second);
}

}  // namespace
}  // namespace rowlock
