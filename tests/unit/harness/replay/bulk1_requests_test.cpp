#include "harness/replay/bulk1_requests.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

const RequestLine k_asked{"GET", "/services/async/60.0/job/7"};
constexpr const char* k_batch =
    R"(<?xml version="1.0" encoding="UTF-8"?><batchInfo xmlns="http://www.force.com/2009/06/asyncapi/dataload">
 <id>751000000000001AAA</id><jobId>750000000000001AAA</jobId><state>Failed</state>
 <stateMessage>InvalidBatch : Field name not found : X</stateMessage>
 <createdDate>2026-01-01T00:00:00.000Z</createdDate><systemModstamp>2026-01-01T00:00:02.500Z</systemModstamp>
 <numberRecordsProcessed>3</numberRecordsProcessed><apiActiveProcessingTime>1200</apiActiveProcessingTime></batchInfo>)";

HttpResponse answer(int status, std::string body) {
    HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

TEST_CASE("requests are as the guide has them") {
    const Bulk1Requests requests{"60.0"};
    const HttpRequest create = requests.create({"Contact", "upsert", "Ext__c", true});
    CHECK(create.method == "POST");
    CHECK(create.target == "/services/async/60.0/job");
    CHECK(
        create.body ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><jobInfo "
        "xmlns=\"http://www.force.com/2009/06/asyncapi/dataload\"><operation>upsert</operation>"
        "<object>Contact</object><externalIdFieldName>Ext__c</externalIdFieldName>"
        "<concurrencyMode>Serial</concurrencyMode><contentType>CSV</contentType></jobInfo>"
    );
    const HttpRequest batch = requests.add_batch("750", "Id\n1\n");
    CHECK(batch.target == "/services/async/60.0/job/750/batch");
    CHECK(batch.headers.get("Content-Type") == "text/csv;charset=UTF-8");
    CHECK(requests.set_state("750", "Closed").body.ends_with("<state>Closed</state></jobInfo>"));
    CHECK(requests.batch_info("750", "751").target == "/services/async/60.0/job/750/batch/751");
    CHECK(requests.result("750", "751").target.ends_with("/job/750/batch/751/result"));
}

TEST_CASE("a batch's state is read") {
    const auto status = read_bulk1_batch(k_asked, answer(200, k_batch));
    REQUIRE(status);
    CHECK(status->id == "751000000000001AAA");
    CHECK(status->ended());
    CHECK(status->state_message == "InvalidBatch : Field name not found : X");
    CHECK(status->rows_processed == 3);
    CHECK(status->active_time == seconds(1.2));
    CHECK(status->modified_ms - status->created_ms == 2500);
}

TEST_CASE("a result is read in the order sent") {
    const auto rows = read_bulk1_result(
        k_asked,
        answer(
            200,
            "\"Id\",\"Success\",\"Created\",\"Error\"\n\"001A\",\"true\",\"true\",\"\"\n"
            "\"\",\"false\",\"false\",\"CODE:a \"\"b\"\":Name --\"\n"
        ),
        2
    );
    REQUIRE(rows);
    CHECK(rows->at(0).created);
    CHECK(rows->at(0).id == "001A");
    CHECK_FALSE(rows->at(1).success);
    CHECK(rows->at(1).error == "CODE:a \"b\":Name --");
}

TEST_CASE("results of more, fewer or other rows are a broken protocol") {
    const std::string csv = GENERATE(
        as<std::string>{},
        "",
        "\"Id\",\"Success\",\"Created\",\"Error\"\n",
        "\"Id\",\"Success\",\"Created\",\"Error\"\n\"\",\"true\",\"true\",\"\"\n\"\",\"true\","
        "\"true\",\"\"\n",
        "\"Id\",\"Success\",\"Created\",\"Error\"\n\"\",\"true\",\"true\"\n",
        "a,b,c,d\n\"\",\"true\",\"true\",\"\"\n"
    );
    const auto rows = read_bulk1_result(k_asked, answer(200, csv), 1);
    REQUIRE_FALSE(rows);
    CHECK(rows.error().code == ErrorCode::protocol_broken);
}

TEST_CASE("refusals in XML and JSON are told under the code they mean") {
    const std::string body = GENERATE(
        as<std::string>{},
        R"(<?xml version="1.0" encoding="UTF-8"?><error xmlns="http://www.force.com/2009/06/asyncapi/dataload"><exceptionCode>InvalidJobState</exceptionCode><exceptionMessage>Closing already Closed Job not allowed</exceptionMessage></error>)",
        R"({"exceptionCode":"InvalidJobState","exceptionMessage":"Closing already Closed Job not allowed"})"
    );
    const auto job = read_bulk1_job(k_asked, answer(400, body));
    REQUIRE_FALSE(job);
    CHECK(job.error().code == ErrorCode::invalid_job_state);
    CHECK_THAT(job.error().message, Catch::EndsWith("Closing already Closed Job not allowed"));
}

TEST_CASE("a session that has ended is known in the words of every API") {
    CHECK(session_has_ended(answer(401, "")));
    CHECK(session_has_ended(answer(
        400,
        "<error><exceptionCode>InvalidSessionId</exceptionCode><exceptionMessage>x</"
        "exceptionMessage></error>"
    )));
    CHECK_FALSE(session_has_ended(answer(400, "[]")));
    CHECK_FALSE(session_has_ended(answer(200, "<error>")));
}

TEST_CASE("whatever a server says in place of a batch, nothing but an error comes of it") {
    rc::prop("cut answers", [](std::uint16_t where, char byte) {
        std::string body = k_batch;
        body[where % body.size()] = byte;
        if (where % 3 == 0) body = body.substr(0, where % body.size());
        (void)read_bulk1_batch(k_asked, answer(200, body));
        (void)read_bulk1_batch_list(k_asked, answer(200, body));
        (void)read_bulk1_job(k_asked, answer(200, body));
    });
}

}  // namespace
}  // namespace rowlock
