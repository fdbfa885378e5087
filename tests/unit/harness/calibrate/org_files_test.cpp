#include "harness/calibrate/org_files.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

constexpr const char* k_list_xml = R"(<?xml version="1.0" encoding="UTF-8"?>
<batchInfoList xmlns="http://www.force.com/2009/06/asyncapi/dataload">
 <batchInfo><id>751000000000001AAA</id><jobId>750000000000001AAA</jobId><state>Completed</state>
  <createdDate>2026-01-31T08:00:00.000Z</createdDate><systemModstamp>2026-01-31T08:00:30.500Z</systemModstamp>
  <numberRecordsProcessed>500</numberRecordsProcessed><numberRecordsFailed>200</numberRecordsFailed>
  <totalProcessingTime>21000</totalProcessingTime><apiActiveProcessingTime>20500</apiActiveProcessingTime>
  <apexProcessingTime>100</apexProcessingTime></batchInfo>
 <batchInfo><id>751000000000002AAA</id><state>Failed</state><stateMessage>InvalidBatch</stateMessage>
  <createdDate>2026-01-31T08:00:01.000Z</createdDate><systemModstamp>2026-01-31T08:00:02.000Z</systemModstamp>
  <numberRecordsProcessed>0</numberRecordsProcessed><apiActiveProcessingTime>0</apiActiveProcessingTime></batchInfo>
</batchInfoList>)";

OrgFacts read(std::initializer_list<std::string_view> texts) {
    OrgFacts facts;
    for (const std::string_view text : texts) {
        const auto added = add_org_text(facts, text, "file");
        if (!added) FAIL(added.error().message);
    }
    return facts;
}

std::string error_of(std::string_view text) {
    OrgFacts facts;
    const auto added = add_org_text(facts, text, "file");
    REQUIRE_FALSE(added.has_value());
    CHECK(added.error().code == ErrorCode::bad_file);
    return added.error().message;
}

/// A finished job of Bulk API 2.0, with members changed or added.
std::string job_json(const std::string& state = "JobComplete", int failed = 200) {
    return R"({"id": "750000000000001AAA", "operation": "upsert", "object": "Opportunity", "state": ")" +
           state +
           R"(", "createdDate": "2026-01-31T08:00:00.000+0000", "apiVersion": 60.0,
               "systemModstamp": "2026-01-31T08:00:12.000+0000", "numberRecordsProcessed": 500,
               "numberRecordsFailed": )" +
           std::to_string(failed) +
           R"(, "retries": 1, "totalProcessingTime": 11000, "apiActiveProcessingTime": 10500})";
}

TEST_CASE("a batch list says the same in XML and in JSON") {
    const OrgFacts facts = read({k_list_xml});
    REQUIRE(facts.batches.size() == 2);
    const ObservedBatch& batch = facts.batches.front();
    CHECK(batch.id == "751000000000001AAA");
    CHECK(batch.rows == 500);
    CHECK(batch.rows_failed == 200);
    CHECK(batch.active_seconds == 20.5);
    CHECK(*batch.ended - *batch.created == 30'500);
    CHECK(facts.batches[1].rows == 0);
    CHECK_FALSE(facts.batches[1].active_seconds.has_value());

    const OrgFacts json = read({R"({"batchInfo": [{"id": "751000000000001AAA", "state": "Completed",
        "jobId": "750000000000001AAA", "createdDate": "2026-01-31T08:00:00.000+0000",
        "systemModstamp": "2026-01-31T09:00:30.500+0100", "numberRecordsProcessed": 500,
        "numberRecordsFailed": 200, "apiActiveProcessingTime": 20500}]})"});
    REQUIRE(json.batches.size() == 1);
    CHECK(json.batches[0].created == batch.created);
    CHECK(json.batches[0].ended == batch.ended);
    CHECK(json.batches[0].active_seconds == batch.active_seconds);
}

TEST_CASE("jobs come one by one, in a list, and as the answer that lists them") {
    CHECK(read({job_json(), job_json()}).batches.size() == 2);
    CHECK(read({"[" + job_json() + "," + job_json() + "]"}).batches.size() == 2);
    CHECK(read({R"({"done": true, "records": [)" + job_json() + "]}"}).batches.size() == 1);
    CHECK(read({job_json()}).batches[0].active_seconds == 10.5);
}

TEST_CASE("of failed results, those count that failed on locks") {
    const OrgFacts facts = read(
        {"\"sf__Id\",\"sf__Error\",\"Name\"\n"
         "\"\",\"UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record:--\",\"a\"\n"
         "\"\",\"REQUIRED_FIELD_MISSING:missing:Name --\",\"\"\n",
         "\"Id\",\"Success\",\"Created\",\"Error\"\n\"1\",\"true\",\"true\",\"\"\n"
         "\"\",\"false\",\"false\",\"UNABLE_TO_LOCK_ROW:x:--\"\n"}
    );
    CHECK(facts.rows_failed == 3);
    CHECK(facts.rows_failed_on_locks == 2);
}

TEST_CASE("a report of a replay tells the figures of the whole load") {
    const OrgFacts facts =
        read({R"({"schemaVersion": 1, "command": "replay", "durationSeconds": 60.5,
        "activeSeconds": 200, "rows": {"created": 700, "updated": 100, "failed": 250},
        "failures": [{"code": "UNABLE_TO_LOCK_ROW", "rows": 200}, {"code": "X", "rows": 50}],
        "jobs": {"retryPasses": 1}})"});
    CHECK(facts.figures.rows_processed == 1'050);
    CHECK(facts.figures.rows_failed_on_locks == 200);
    CHECK(facts.figures.seconds == 60.5);
    CHECK(facts.figures.active_seconds == 200.0);
    CHECK(facts.notes.size() == 1);
}

TEST_CASE("what is wrong with a file is said, with its place") {
    CHECK_THAT(error_of(""), Catch::Contains("is empty"));
    CHECK_THAT(error_of("{"), Catch::StartsWith("file: ") && Catch::Contains("line 1"));
    CHECK_THAT(error_of("<a>"), Catch::Contains("line 1"));
    CHECK_THAT(error_of("<error/>"), Catch::Contains("the root is error"));
    CHECK_THAT(error_of(R"({"a": 1})"), Catch::Contains("numberRecordsProcessed"));
    CHECK_THAT(error_of("a,b\n1,2\n"), Catch::Contains("line 1: expected the column sf__Error"));
    CHECK_THAT(error_of("sf__Id,sf__Error\n1\n"), Catch::Contains("line 2: has fewer cells"));
    CHECK_THAT(error_of("sf__Id,sf__Error\n\"1\n"), Catch::Contains("line 2"));
    CHECK_THAT(error_of("[3]"), Catch::Contains("[0]: expected an object"));
    CHECK_THAT(error_of(R"({"batchInfo": 3})"), Catch::Contains("batchInfo: expected a list"));
    CHECK_THAT(error_of(job_json("InProgress")), Catch::Contains("state is InProgress"));
    CHECK_THAT(
        error_of(job_json("JobComplete", 501)), Catch::Contains("numberRecordsFailed is 501")
    );
    CHECK_THAT(
        error_of(R"({"batchInfo": [{"state": "Completed", "createdDate": "soon"}]})"),
        Catch::Contains("batchInfo[0]: createdDate is 'soon'")
    );
    CHECK_THAT(
        error_of(R"([{"state": "JobComplete", "numberRecordsProcessed": -1}])"),
        Catch::Contains("numberRecordsProcessed is '-1'")
    );
    CHECK_THAT(
        error_of(R"([{"state": "JobComplete", "apiActiveProcessingTime": "long"}])"),
        Catch::Contains("expected milliseconds")
    );
    CHECK_THAT(
        error_of(
            R"([{"state": "Aborted", "numberRecordsProcessed": 0, "createdDate": "2026-01-31T08:00:01.000Z",
                      "systemModstamp": "2026-01-31T08:00:00.000Z"}])"
        ),
        Catch::Contains("systemModstamp is before createdDate")
    );
    CHECK_THAT(
        error_of(R"({"records": [{"id": "750000000000001AAA", "state": "JobComplete"}]})"),
        Catch::Contains("records[0]: there is no numberRecordsProcessed")
    );
    CHECK_THAT(
        error_of(R"({"command": "replay", "durationSeconds": 3})"), Catch::Contains("failures")
    );
}

TEST_CASE("any text is read or refused") {
    rc::prop("texts of the characters that matter", [] {
        const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string{
            "{}[]<>\",:/ \nabatchInfo1"}));
        OrgFacts facts;
        const auto added = add_org_text(facts, text, "file");
        RC_ASSERT(added.has_value() || added.error().code == ErrorCode::bad_file);
    });
}

}  // namespace
}  // namespace rowlock
