#include "harness/rehearse/rehearsal.hpp"

#include "mockorg/codec/json.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/explain/report_fixture.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

StrategyOutcome loss() {
    StrategyOutcome outcome;
    outcome.name = "as it was";
    outcome.rows.submitted = 1'250'000;
    outcome.rows.created = 1'114'200;
    outcome.rows.failed = 135'800;
    outcome.failures = {{"UNABLE_TO_LOCK_ROW", 135'800, "UNABLE_TO_LOCK_ROW:x:--"}};
    outcome.locks.lock_waits = 4000;
    outcome.locks.lock_timeouts = 679;
    outcome.locks.batch_time = std::chrono::hours{15};
    outcome.lock_wait = seconds(10.0);
    outcome.duration = std::chrono::hours{5};
    outcome.trace_hash = 0x0123456789abcdef;
    outcome.hottest = {{"Account", "001RL0000000001IAA", 400, 2, 3, seconds(20.0)}};
    outcome.reported = ReportedOutcome{10.86, 1'250'000, 135'800, 5.0, "by hand"};
    return outcome;
}

StrategyOutcome success() {
    StrategyOutcome outcome;
    outcome.name = "serial";
    outcome.rows.submitted = outcome.rows.created = 1'250'000;
    outcome.locks.batch_time = outcome.duration = std::chrono::hours{12};
    return outcome;
}

TEST_CASE("a sentence says what the figures say") {
    CHECK(
        sentence_about(loss()) ==
        "135,800 of 1,250,000 rows (10.86 %) were lost in 5 h 00 min, with 3.0 batches at once on "
        "average; "
        "679 chunks gave up after waiting 10.0 s for a record that another one held"
    );
    CHECK(
        sentence_about(success()) ==
        "all 1,250,000 rows were loaded in 12 h 00 min, with 1.0 batches at once on average; "
        "nothing ever waited for a lock"
    );
    StrategyOutcome waited = success();
    waited.locks.lock_waits = 1;
    CHECK_THAT(
        sentence_about(waited), Catch::EndsWith("locks were waited for 1 time, never in vain")
    );
    StrategyOutcome retried = loss();
    retried.rows = success().rows;
    retried.retry_passes = 2;
    CHECK_THAT(sentence_about(retried), Catch::EndsWith("and 2 rounds of retries made up for it"));
    StrategyOutcome circle = loss();
    circle.locks.deadlocks = 79;
    CHECK_THAT(
        sentence_about(circle),
        Catch::EndsWith("600 chunks gave up after waiting 10.0 s for a record that another one "
                        "held, 79 chunks because of a deadlock")
    );
    StrategyOutcome bad_data = loss();
    bad_data.locks.lock_timeouts = 0;
    CHECK_THAT(sentence_about(bad_data), Catch::EndsWith("none of them to a lock"));
    CHECK(bad_data.good());
    bad_data.failures = {
        {"REQUIRED_FIELD_MISSING", 7, "REQUIRED_FIELD_MISSING:LastName--"},
        {"UNABLE_TO_LOCK_ROW", 3, "UNABLE_TO_LOCK_ROW:x:--"},
        {"INVALID_FIELD", 2, "INVALID_FIELD:y:--"}};
    CHECK_THAT(
        sentence_about(bad_data),
        Catch::EndsWith("none of them to a lock; 9 rows failed on their data, most of them on "
                        "REQUIRED_FIELD_MISSING:LastName--")
    );
    CHECK_FALSE(bad_data.good());
    bad_data.expectations = {{"durationAtMost", "5h", "5h", true}};
    CHECK_FALSE(bad_data.good());
    bad_data.expectations = {{"failedAtMost", "12", "12", true}};
    CHECK(bad_data.good());
    StrategyOutcome broken = loss();
    broken.error = "POST x answered 400";
    CHECK(
        sentence_about(broken) ==
        "1,114,200 of 1,250,000 rows were loaded before it came to a bad end: POST x answered 400"
    );
    broken.interrupted = true;
    CHECK(sentence_about(broken) == "interrupted when 1,114,200 of 1,250,000 rows were loaded");
}

TEST_CASE("the table has a column per strategy, and reported figures beside ours") {
    const std::string text = text_of({"massive", "A title", 4, {loss(), success()}});
    for (const char* part :
         {"A title (seed 4)\n",
          "                             as it was          serial\n",
          "rows                         1,250,000       1,250,000\n",
          "failed %                         10.86            0.00\n",
          "  reported %                     10.86                \n",
          "duration                    5 h 00 min     12 h 00 min\n",
          "  reported                  5 h 00 min                \n",
          "hot: Account 001RL0000000001IAA, 400 rows failed, waited for 3 times",
          "reported: by hand"}) {
        CHECK_THAT(text, Catch::Contains(part));
    }
    CHECK_THAT(text, !Catch::Contains("unprocessed"));
}

TEST_CASE("foreign writers have a line each, automation in the rows' transactions another") {
    StrategyOutcome outcome = success();
    ForeignWriterReport sync;
    sync.writer.name = "sync";
    sync.writer.kind = ForeignWriterKind::integration;
    sync.statistics.committed = 1200;
    sync.statistics.given_up = 3;
    sync.statistics.locks.waited = seconds(90);
    ForeignWriterReport trigger;
    trigger.writer.name = "trigger";
    trigger.writer.kind = ForeignWriterKind::automation;
    trigger.statistics.runs = 7;
    trigger.statistics.records = 1;
    outcome.foreign_writers = {sync, trigger};
    std::string text = text_of({"massive", "A title", 4, {outcome}});
    CHECK_THAT(
        text,
        Catch::Contains(
            "  foreign writer sync (integration): 1,200 transactions committed, 3 given "
            "up, waited for 1 min 30 s\n"
        ) && Catch::Contains("  foreign writer trigger (automation): updated 1 record along with 7 "
                             "transactions of others\n")
    );
    outcome.foreign_writers[0].statistics.retries = 2;
    outcome.foreign_writers[0].statistics.locks.deadlocks = 1;
    outcome.foreign_writers[0].statistics.idle = 4;
    outcome.foreign_writers[0].statistics.skipped = 5;
    text = text_of({"massive", "A title", 4, {outcome}});
    CHECK_THAT(
        text,
        Catch::Contains(", 2 in another attempt, victim of 1 deadlock, 4 times no record to write, "
                        "5 times too busy\n")
    );
}

TEST_CASE("the worst failures are explained, in the text one of them") {
    Rehearsal rehearsal{"l", "", 1, {loss()}};
    StrategyOutcome& outcome = rehearsal.strategies.front();
    outcome.contention = test::quarrel();
    outcome.contention.failures.resize(2, outcome.contention.failures.front());
    const std::string text = text_of(rehearsal);
    CHECK_THAT(text, Catch::Contains("row 17 wanted Account 001A (Acme) (rule contact.account)"));
    CHECK_THAT(text, Catch::Contains("    avoided by retry: "));
    CHECK_THAT(text, Catch::Contains("  rowlock explain tells more\n"));
    CHECK(text.find("row 17") == text.rfind("row 17", text.find("avoided by")));
    const Json json = *parse_json(json_of(rehearsal));
    const Json& strategy = json["strategies"][0];
    REQUIRE(strategy["explained"].size() == 2);
    CHECK(strategy["explained"][0]["holderRule"] == "contact.account");
    CHECK(strategy["contention"]["parties"][0]["waitedSeconds"] == 10.0);
}

TEST_CASE("the JSON is versioned and complete") {
    const auto json = parse_json(json_of({"massive", "A title", 4, {loss(), success()}}));
    REQUIRE(json);
    CHECK((*json)["schemaVersion"] == 1);
    const auto& first = (*json)["strategies"][0];
    CHECK(first["rows"]["failed"] == 135'800);
    CHECK(first["locks"]["timeouts"] == 679);
    CHECK(first["degreeOfParallelism"] == 3.0);
    CHECK(first["hottest"][0]["rowsFailed"] == 400);
    CHECK(first["trace"]["hash"] == "0123456789abcdef");
    CHECK(first["reported"]["failedPercent"] == 10.86);
    CHECK(first["summary"] == sentence_about(loss()));
    CHECK((*json)["strategies"][1]["reported"].is_null());
    CHECK((*json)["strategies"][1]["error"].is_null());
}

}  // namespace
}  // namespace rowlock
