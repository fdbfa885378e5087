#include "checks/report/sarif_report.hpp"

#include "checks/report/report_findings.hpp"
#include "mockorg/codec/json.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/report/sample_report.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

Json run_of(const CheckReport& report) {
    const auto json = parse_json(check_report_sarif(report));
    REQUIRE(json);
    REQUIRE((*json)["version"] == "2.1.0");
    return (*json)["runs"][0];
}

TEST_CASE("results name their rule by id and index, with level and count") {
    const Json run = run_of(test::sample_report());
    const Json& rules = run["tool"]["driver"]["rules"];
    REQUIRE(rules.size() == finding_rules().size());
    REQUIRE(run["results"].size() == 3);
    for (const Json& result : run["results"]) {
        CHECK(rules[result["ruleIndex"].get<std::size_t>()]["id"] == result["ruleId"]);
        CHECK(result["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1);
    }
    const Json& bad_ids = run["results"][1];
    CHECK(bad_ids["level"] == "error");
    CHECK(bad_ids["occurrenceCount"] == 2);
    CHECK(bad_ids["locations"][0]["physicalLocation"]["region"]["startLine"] == 4);
    CHECK(bad_ids["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 10);
}

TEST_CASE("columns are told where they are known, and what the verdict takes for granted") {
    CheckReport report = test::sample_report();
    report.findings[1].examples = {{2, 3, "byte 0xFF", 7}, {4, 5, "byte 0xFE", 8}};
    const Json run = run_of(report);
    const Json& result = run["results"][1];
    CHECK(result["locations"][0]["physicalLocation"]["region"]["startColumn"] == 7);
    CHECK(result["relatedLocations"][0]["physicalLocation"]["region"]["startColumn"] == 8);
    CHECK_FALSE(
        run["results"][0]["locations"][0]["physicalLocation"]["region"].contains("startColumn")
    );
    const Json& assumptions = run["properties"]["assumptions"];
    CHECK(assumptions.size() == report.assumptions.size());
    CHECK(assumptions[0] == report.assumptions[0]);
    CHECK(run["properties"]["verdict"].get<std::string>().starts_with("NOT SAFE"));
}

TEST_CASE("paths are URIs, and load-wide results point to the first file") {
    const Json run = run_of(test::sample_report());
    for (const Json& result : run["results"]) {
        const Json& place = result["locations"][0]["physicalLocation"];
        CHECK(place["artifactLocation"]["uri"] == "data/a%20b.csv");
    }
    CheckReport absolute = test::sample_report();
    absolute.load.files[0].name = "/a?.csv";
    const Json other = run_of(absolute);
    CHECK(
        other["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] ==
        "file:///a%3F.csv"
    );
}

TEST_CASE("each conflict is a result where its first row stands") {
    CheckReport report = test::sample_report();
    report.hard.keys = 2;
    report.hard.witnesses.push_back(report.hard.witnesses[0]);
    report.hard.witnesses[1].key = "001Ab00000000A2IAI";
    report.hard.witnesses[1].first = {"data/z.csv", 11, 12, 1};
    Findings findings;
    find_in_report(report, findings);
    report.findings = findings.sorted();
    const Json run = run_of(report);
    const Json& results = run["results"];
    REQUIRE(results[0]["ruleId"] == "hard-conflict");
    REQUIRE(results[1]["ruleId"] == "hard-conflict");
    CHECK(results[0]["partialFingerprints"] != results[1]["partialFingerprints"]);
    const Json& place = results[1]["locations"][0]["physicalLocation"];
    CHECK(place["artifactLocation"]["uri"] == "data/z.csv");
    CHECK(place["region"]["startLine"] == 12);
}

TEST_CASE("fingerprints outlive other rows and counts, suppressions follow the baseline") {
    CheckReport report = test::sample_report();
    const Json before = run_of(report);
    report.findings[1].examples = {{250, 251, "xyz"}};
    report.findings[1].count = 17;
    const Json after = run_of(report);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(
            before["results"][i]["partialFingerprints"] ==
            after["results"][i]["partialFingerprints"]
        );
    }
    CHECK_FALSE(before["results"][0].contains("suppressions"));
    CHECK(before["results"][2]["suppressions"][0]["kind"] == "external");
}

}  // namespace
}  // namespace rowlock
