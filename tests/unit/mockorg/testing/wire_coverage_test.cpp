#include "mockorg/testing/wire_coverage.hpp"

#include "mockorg/base/file_text.hpp"
#include "mockorg/testing/require_value.hpp"
#include "mockorg/testing/wire_runner.hpp"
#include "tests/support/test.hpp"

#include <algorithm>
#include <filesystem>

namespace rowlock {
namespace {

constexpr const char* k_list = "fixtures/wire/coverage.txt";

std::set<std::string> listed_cases() {
    return require_value(parse_wire_cases(require_value(read_file(k_list, 1 << 20)), k_list));
}

/// All that the transcripts go through.
std::set<std::string> covered_cases() {
    WireCoverage coverage;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{"fixtures/wire"}) {
        if (entry.path().extension() != ".wire") continue;
        const auto transcript = require_value(load_wire_transcript(entry.path().string()));
        require_value(run_wire_transcript(transcript, &coverage));
    }
    return coverage.cases();
}

TEST_CASE("the transcripts go through every combination that is listed") {
    const std::set<std::string> covered = covered_cases();
    for (const std::string& each : listed_cases()) {
        INFO(each);
        CHECK(covered.count(each) == 1);
    }
}

TEST_CASE("every request of both Bulk APIs is listed, as done and as refused") {
    const std::set<std::string> listed = listed_cases();
    const auto has_case = [&](const std::string& request, char status) {
        return std::any_of(listed.begin(), listed.end(), [&](const std::string& each) {
            return each.starts_with(request + " | ") && each[each.rfind("| ") + 2] == status;
        });
    };
    for (const std::string& request : bulk_requests()) {
        INFO(request);
        CHECK(has_case(request, '2'));
        // The document of the schema is there for everybody who has a session.
        if (request != "GET AsyncApi.xsd") CHECK(has_case(request, '4'));
    }
}

using Cases = std::set<std::string>;

Cases cases_of(const std::string& text) {
    WireCoverage coverage;
    const auto transcript =
        parse_wire_transcript(text, "f.wire", [](auto) { return Result<std::string>{}; });
    require_value(run_wire_transcript(require_value(transcript), &coverage));
    return coverage.cases();
}

TEST_CASE("a case is the request, the state before it, what it is about, and the answer") {
    CHECK(
        cases_of("clock manual\n"
                 "> POST /services/data/v60.0/jobs/ingest/\n"
                 "> Content-Type: application/json\n"
                 ">\n"
                 "> {\"object\":\"Contact\",\"operation\":\"insert\"}\n"
                 "< 200\n"
                 "<\n"
                 "< {\"id\":\"{job:id}\",{any}}\n"
                 "> PUT /services/data/v60.0/jobs/ingest/{job}/batches\n"
                 "> Content-Type: text/csv\n"
                 ">\n"
                 "> FirstName\n"
                 "> Ann\n"
                 "< 201\n"
                 "> PATCH /services/data/v60.0/jobs/ingest/{job}\n"
                 ">\n"
                 "> {\"state\":\"UploadComplete\"}\n"
                 "< 200\n"
                 "run\n"
                 "> GET /services/data/v60.0/jobs/ingest/{job}/failedResults\n"
                 "< 200\n"
                 "> POST /services/data/v60.0/jobs/ingest/{job}\n"
                 "< 405\n"
                 "> GET /services/data/v60.0/jobs/ingest/750000000000000AAA\n"
                 "< 404\n"
                 "> GET /services/data/v60.0/limits\n"
                 "< 200\n") ==
        Cases{
            "POST jobs/ingest | - | JSON | 200",
            "PUT jobs/ingest/{job}/batches | Open | CSV | 201",
            "PATCH jobs/ingest/{job} | Open | CSV | 200",
            "GET jobs/ingest/{job}/failedResults | JobComplete | CSV | 200",
            "a row | - | CSV | REQUIRED_FIELD_MISSING",
            "POST jobs/ingest/{job} | JobComplete | CSV | 405 METHOD_NOT_ALLOWED",
            "GET jobs/ingest/{job} | unknown | - | 404 NOT_FOUND"}
    );
}

TEST_CASE("a batch's state is its own, with the reason it failed for") {
    const Cases cases = cases_of(
        "> POST /services/async/60.0/job\n"
        "> Content-Type: application/json\n"
        ">\n"
        "> {\"object\":\"Contact\",\"operation\":\"query\",\"contentType\":\"CSV\"}\n"
        "< 201\n"
        "<\n"
        "< {any}\"id\":\"{job:id}\"{any}\n"
        "> POST /services/async/60.0/job/{job}/batch\n"
        "> Content-Type: text/csv\n"
        ">\n"
        "> SELECT Nothing__c FROM Contact\n"
        "< 201\n"
        "<\n"
        "< {any}<id>{batch:id}</id>{any}\n"
        "> GET /services/async/60.0/job/{job}/batch/{batch}/result\n"
        "< 400\n"
    );
    CHECK(cases.count("POST job/{job}/batch | Open | query CSV | 201") == 1);
    CHECK(
        cases.count("GET job/{job}/batch/{batch}/result | Failed (InvalidBatch) | query CSV | 400 "
                    "InvalidBatch") == 1
    );
}

TEST_CASE("a line of the list stands for all combinations of its columns") {
    CHECK(
        require_value(parse_wire_cases("# what\n\nGET a, GET b | Open | CSV,XML | 200\n", "f")) ==
        Cases{
            "GET a | Open | CSV | 200",
            "GET a | Open | XML | 200",
            "GET b | Open | CSV | 200",
            "GET b | Open | XML | 200"}
    );
    for (const char* bad : {"\nGET a | Open | 200", "\nGET a | Open | CSV, | 200", "\nGET a"}) {
        const auto cases = parse_wire_cases(bad, "f");
        REQUIRE_FALSE(cases.has_value());
        CHECK(cases.error().message.starts_with("f:2: "));
    }
}

}  // namespace
}  // namespace rowlock
