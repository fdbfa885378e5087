#include "harness/count/count_verdict.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

using Words = std::vector<std::string_view>;

CountAnswer answer_of(std::vector<Comparison> compared, const std::string& where) {
    CountAnswer answer;
    answer.selection = {"Contact", where};
    answer.operation = "upsert";
    answer.key = {"Ext__c"};
    answer.compared = std::move(compared);
    return answer;
}

TEST_CASE("numbers name nothing, and a verdict on them says so") {
    CountAnswer answer =
        answer_of({Comparison::report_sum, Comparison::record_number}, "LastName = 'x'");
    answer.rows = RowTally{10, 10};
    CHECK(words_of(answer.compared) == Words{"reportSum", "recordNumber"});
    CHECK(
        unnamed_kinds(answer) == Words{"failed", "unprocessed", "missing", "extra", "duplicates"}
    );
    const std::string text = verdict_text(answer);
    CHECK_THAT(text, Catch::Contains("not compared: row by row"));
    CHECK_THAT(
        text, Catch::Contains("name what is failed, unprocessed, missing, extra or doubled")
    );
    CHECK_THAT(
        text, Catch::EndsWith("every row arrived, and the org holds as many records as it should\n")
    );
}

TEST_CASE("records of no row are spoken of only where a condition finds them") {
    const bool has_condition = GENERATE(true, false);
    CountAnswer answer =
        answer_of({Comparison::rows_by_key}, has_condition ? "LastName = 'x'" : "");
    answer.comparison.emplace();
    CHECK(
        unnamed_kinds(answer) ==
        (has_condition ? Words{"failed", "unprocessed"} : Words{"failed", "unprocessed", "extra"})
    );
    const std::string text = verdict_text(answer);
    CHECK_THAT(text, Catch::Contains("each row of the load with the records, by Ext__c"));
    CHECK((text.find("not compared: records of no row") == std::string::npos) == has_condition);
    CHECK((text.find("just their records") != std::string::npos) == has_condition);
}

TEST_CASE("jobs name what failed, and a load that deletes leaves nothing else to name") {
    CountAnswer answer =
        answer_of({Comparison::job_outcomes, Comparison::records_by_id}, "LastName = 'x'");
    CHECK(unnamed_kinds(answer).empty());
    answer.key.clear();
    CHECK(unnamed_kinds(answer) == Words{"duplicates"});
    answer.operation = "delete";
    answer.rows = RowTally{3, 0, 3};
    answer.results.emplace();
    CHECK(unnamed_kinds(answer).empty());
    CHECK_THAT(
        verdict_text(answer),
        Catch::EndsWith("every row was deleted, and none of their records is there\n")
    );
}

TEST_CASE("what was found wrong is not called well, and accounted for is not arrived") {
    CountAnswer answer = answer_of({Comparison::job_outcomes}, "");
    answer.rows = RowTally{3, 2, 0, 1};
    answer.findings = {"1 row did not arrive"};
    CHECK_THAT(
        verdict_text(answer),
        Catch::EndsWith("every row is accounted for, but not every row arrived\n")
    );
    answer.rows = RowTally{3, 3};
    CHECK_THAT(verdict_text(answer), !Catch::Contains("every row"));
}

}  // namespace
}  // namespace rowlock
