#include "harness/verify/report_check.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

ReplayReport whole() {
    ReplayReport report;
    report.object = "Contact";
    report.rows.submitted = report.rows.created = 10;
    return report;
}

TEST_CASE("a report of a whole load holds") {
    CHECK(check_report(whole(), 10).status == ProofStatus::passed);
    CHECK(check_report(whole(), std::nullopt).status == ProofStatus::passed);
}

TEST_CASE("each way in which a load is not whole is named") {
    ReplayReport report = whole();
    std::optional<std::uint64_t> rows = 10;
    std::string expected;
    SECTION("fewer rows than the load") {
        rows = 11;
        expected = "the load has 11 rows, the report tells of 10";
    }
    SECTION("Ctrl-C") {
        report.interrupted = true;
        expected = "the replay was interrupted";
    }
    SECTION("an error") {
        report.error = "no answer";
        expected = "the replay broke off: no answer";
    }
    SECTION("failures") {
        report.rows.failed = 1;
        expected = "1 row failed";
    }
    SECTION("rows not tried") {
        report.rows.unprocessed = 2;
        expected = "2 rows unprocessed";
    }
    SECTION("rows nobody knows of") {
        report.rows.unknown = 3;
        expected = "3 rows of unknown outcome";
    }
    SECTION("rows not sent") {
        report.rows.not_sent = 4;
        expected = "4 rows never sent";
    }
    SECTION("rows without a result") {
        report.rows.missing = 5;
        expected = "5 rows in no result file";
    }
    const ProofCheck check = check_report(report, rows);
    CHECK(check.status == ProofStatus::failed);
    REQUIRE(check.findings.size() == 1);
    CHECK(check.findings[0].detail == expected);
}

}  // namespace
}  // namespace rowlock
