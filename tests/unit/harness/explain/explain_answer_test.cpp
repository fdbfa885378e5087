#include "harness/explain/explain_answer.hpp"

#include "mockorg/codec/json.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/explain/report_fixture.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

ExplainAnswer answer_about_row(RowStatus status, const char* code, std::uint64_t failures) {
    ExplainAnswer answer;
    answer.source = "rehearsal";
    answer.name = "load";
    answer.report = test::quarrel();
    answer.row.emplace();
    answer.row->name = "row 17 of the load";
    answer.row->status = status;
    answer.row->code = code;
    answer.row->sample = "SAMPLE";
    answer.failures_found = failures;
    if (failures > 0) answer.failures = {0};
    return answer;
}

TEST_CASE("a row is told by its outcome, and by the locks that failed it") {
    const auto told = [](const ExplainAnswer& answer, const char* words) {
        CHECK_THAT(
            text_of(answer), Catch::StartsWith("load\n\nrow 17 of the load " + std::string{words})
        );
    };
    const char* lock = "UNABLE_TO_LOCK_ROW";
    told(answer_about_row(RowStatus::created, "", 0), "created a record; no lock failed it.\n");
    told(
        answer_about_row(RowStatus::created, "", 2),
        "created a record, after it had failed because of a lock 2 times.\n"
    );
    told(answer_about_row(RowStatus::failed, lock, 1), "failed because of a lock, 1 time.\n");
    told(
        answer_about_row(RowStatus::failed, "REQUIRED_FIELD_MISSING", 0),
        "failed, and not because of a lock: REQUIRED_FIELD_MISSING (SAMPLE)\n"
    );
    told(answer_about_row(RowStatus::not_sent, "", 0), "was never sent; no lock failed it.\n");
}

TEST_CASE("a row that only the ledger knows is told by its failures") {
    ExplainAnswer answer = answer_about_row(RowStatus::failed, "", 0);
    answer.row->status.reset();
    CHECK_THAT(text_of(answer), Catch::Contains("The ledger has no failure of row 17"));
    answer.source = "org";
    CHECK_THAT(text_of(answer), Catch::Contains("never failed because of a lock."));
    answer.failures_found = 3;
    CHECK_THAT(text_of(answer), Catch::Contains("failed because of a lock 3 times."));
}

TEST_CASE("where the ledger is off or was full, nothing is denied") {
    ExplainAnswer answer = answer_about_row(RowStatus::created, "", 0);
    answer.report.failures_left_out = 2;
    const auto told = [&](const char* words) {
        CHECK_THAT(text_of(answer), Catch::Contains(words));
        CHECK_THAT(text_of(answer), !Catch::Contains("never"));
        CHECK_THAT(text_of(answer), !Catch::Contains("No lock"));
    };
    told("whether a lock failed it before is not known: the ledger was full, and did not keep 2");
    answer.failures_found = 1;
    told("after it had failed because of a lock at least 1 time.");
    answer.failures_found = 0;
    answer.report.failures.clear();
    told("not known: the ledger is off, and did not keep 2 failures.");
    answer.row->status = RowStatus::failed;
    answer.row->code = "UNABLE_TO_LOCK_ROW";
    told("failed because of a lock: the ledger is off");
    answer.row->status.reset();
    answer.source = GENERATE("org", "ledger");
    told("Whether a lock failed row 17 of the load is not known: the ledger is off");
    answer.row.reset();
    told("Why is not known: the ledger is off");
    answer.key = "001AAAAAAAAAAAA";
    answer.key_waits = 3;
    told("Nothing known failed because of 001AAAAAAAAAAAA; 3 waits for it; the ledger is off");
}

TEST_CASE("of an interrupted rehearsal nothing is told of what came after") {
    ExplainAnswer answer = answer_about_row(RowStatus::not_sent, "", 0);
    answer.interrupted = true;
    CHECK_THAT(text_of(answer), Catch::StartsWith("load\ninterrupted: what is told"));
    CHECK_THAT(text_of(answer), Catch::Contains("row 17 of the load was not sent before"));
    CHECK_THAT(text_of(answer), !Catch::Contains("no lock failed it"));
    CHECK((*parse_json(json_of(answer)))["interrupted"] == true);
}

TEST_CASE("failures of a record are counted all and told up to the top") {
    ExplainAnswer answer;
    answer.report = test::quarrel();
    answer.report.keys[0].id = "001AAAAAAAAAAAAXYZ";
    answer.report.keys.push_back({NamedKey::Kind::record, "Account", "001BBBBBBBBBBBBXYZ", ""});
    answer.report.failures.resize(4, answer.report.failures[0]);
    answer.report.failures[1].key = 1;
    answer.top = 2;
    answer.key = "001AAAAAAAAAAAA";
    choose_failures(answer);
    CHECK(answer.failures_found == 3);
    CHECK(answer.failures == std::vector<std::size_t>{0, 2});
    CHECK_THAT(text_of(answer), Catch::Contains("3 transactions failed because of"));
    CHECK_THAT(text_of(answer), Catch::Contains("  1 more; --top"));
    answer = {};
    answer.report = test::quarrel();
    answer.key = "001CCCCCCCCCCCC";
    choose_failures(answer);
    CHECK_FALSE(answer.key_waits.has_value());
    CHECK_THAT(
        text_of(answer),
        Catch::Contains("Nothing failed because of 001CCCCCCCCCCCC; it is not among the")
    );
    answer.all_keys_listed = true;
    choose_failures(answer);
    CHECK_THAT(
        text_of(answer), Catch::Contains("Nothing waited for 001CCCCCCCCCCCC: no transaction")
    );
}

TEST_CASE("the JSON keeps to its schema, with and without a row") {
    const test::JsonSchema schema{"docs/explain.schema.json"};
    ExplainAnswer answer = answer_about_row(RowStatus::failed, "X", 1);
    answer.other_failures = {{"X", 3, "X:y"}};
    CHECK(schema.fault_of(*parse_json(json_of(answer))) == "");
    answer.row->status.reset();
    CHECK(schema.fault_of(*parse_json(json_of(answer))) == "");
    answer.row.reset();
    CHECK(schema.fault_of(*parse_json(json_of(answer))) == "");
}

TEST_CASE("without failures that is said, and other reasons are listed") {
    ExplainAnswer answer;
    answer.name = "load";
    answer.other_failures = {{"X", 3, "X:y"}};
    CHECK(
        text_of(answer) ==
        "load\n\n0 transactions of clients: 0 waits, 0 in vain, 0 rows lost, 0.0 s waited\n"
        "No lock failed anything.\n3 rows failed for another reason: X:y\n"
    );
}

}  // namespace
}  // namespace rowlock
