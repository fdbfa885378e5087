#include "harness/replay/bulk2_requests.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

const RequestLine k_asked{"GET", "/services/data/v60.0/jobs/ingest/750x"};

HttpResponse answer_of(int status, std::string body) {
    HttpResponse answer;
    answer.status = status;
    answer.body = std::move(body);
    return answer;
}

TEST_CASE("requests of an upsert") {
    const Bulk2Requests requests;
    IngestJobSpec spec;
    spec.object = "Opportunity";
    spec.operation = "upsert";
    spec.external_id_field = "External_ID__c";
    const HttpRequest create = requests.create(spec);
    CHECK(create.method == "POST");
    CHECK(create.target == "/services/data/v60.0/jobs/ingest");
    CHECK(create.headers.get("content-type") == "application/json;charset=UTF-8");
    CHECK(
        create.body ==
        R"({"object":"Opportunity","operation":"upsert","externalIdFieldName":"External_ID__c",)"
        R"("contentType":"CSV","columnDelimiter":"COMMA","lineEnding":"LF"})"
    );
    const HttpRequest upload = requests.upload("750A", "Name\nx\n");
    CHECK(
        upload.method + " " + upload.target == "PUT /services/data/v60.0/jobs/ingest/750A/batches"
    );
    CHECK(upload.headers.get("content-type") == "text/csv");
    CHECK(upload.body == "Name\nx\n");
    const HttpRequest close = requests.set_state("750A", "UploadComplete");
    CHECK(close.method + " " + close.target == "PATCH /services/data/v60.0/jobs/ingest/750A");
    CHECK(close.body == R"({"state":"UploadComplete"})");
    CHECK(
        requests.results("750A", ResultFile::unprocessed).target ==
        "/services/data/v60.0/jobs/ingest/750A/unprocessedrecords"
    );
}

TEST_CASE("concurrencyMode is only sent when serial is asked for") {
    IngestJobSpec spec;
    CHECK(Bulk2Requests{}.create(spec).body.find("concurrencyMode") == std::string::npos);
    spec.serial = true;
    CHECK(
        Bulk2Requests{}.create(spec).body.find(R"("concurrencyMode":"Serial")") != std::string::npos
    );
}

TEST_CASE("a job's info is read") {
    const auto status = read_job_status(
        k_asked,
        answer_of(
            200,
            R"({"id":"7505fEXAMPLE4C2AAM","createdDate":"2026-01-01T00:00:00.000+0000",)"
            R"("systemModstamp":"2026-01-01T00:00:02.500+0000","state":"JobComplete",)"
            R"("numberRecordsProcessed":8,"numberRecordsFailed":1,"retries":2,"apiActiveProcessingTime":413})"
        )
    );
    REQUIRE(status);
    CHECK(status->ended());
    CHECK(status->rows_processed == 8);
    CHECK(status->rows_failed == 1);
    CHECK(status->retries == 2);
    CHECK(status->active_time == seconds(0.413));
    CHECK(status->modified_ms - status->created_ms == 2500);
}

TEST_CASE("an open job's info has no counters") {
    const auto status = read_job_status(
        k_asked,
        answer_of(
            200,
            R"({"id":"750A","createdDate":"2026-01-01T00:00:00.000+0000",)"
            R"("systemModstamp":"2026-01-01T00:00:00.000+0000","state":"Open"})"
        )
    );
    REQUIRE(status);
    CHECK_FALSE(status->ended());
}

TEST_CASE("surprises name the request, the status and the body") {
    struct Case {
        int status;
        std::string body;
        std::string expected;
    };

    const auto c = GENERATE(
        Case{
            200,
            "<html>proxy</html>",
            "expected a JSON object (status 200, body: <html>proxy</html>)"},
        Case{200, "", "expected a JSON object (status 200, body: empty)"},
        Case{200, "[]", "expected a JSON object"},
        Case{204, "", "expected status 200"},
        Case{200, R"({"id":7})", "expected a text member \"id\""},
        Case{
            200,
            R"({"id":"7","state":"Open","numberRecordsProcessed":-1})",
            "\"numberRecordsProcessed\" to be"},
        Case{
            200,
            R"({"id":"7","state":"Open","createdDate":"soon"})",
            "\"createdDate\" to be a date and time"},
        Case{502, "bad\ngateway", "refused without an error list (status 502, body: bad gateway)"}
    );
    const auto status = read_job_status(k_asked, answer_of(c.status, c.body));
    REQUIRE_FALSE(status);
    CHECK(status.error().code == ErrorCode::protocol_broken);
    CHECK_THAT(
        status.error().message, Catch::StartsWith("GET /services/data/v60.0/jobs/ingest/750x: ")
    );
    CHECK_THAT(status.error().message, Catch::Contains(c.expected));
}

TEST_CASE("ids from the wire that would not fit into a path are refused") {
    const auto id = read_created_job(k_asked, answer_of(200, R"({"id":"../../x"})"));
    REQUIRE_FALSE(id);
    CHECK_THAT(id.error().message, Catch::Contains("to be a record id"));
}

TEST_CASE("an upload is answered with 201 and nothing else") {
    CHECK(read_uploaded(k_asked, answer_of(201, "")));
    CHECK_FALSE(read_uploaded(k_asked, answer_of(200, "")));
}

TEST_CASE("a refusal keeps the org's code and words") {
    const auto state = read_state(
        k_asked,
        answer_of(
            400,
            R"([{"errorCode":"INVALIDJOBSTATE","message":"Aborting already Completed Job not allowed"}])"
        )
    );
    REQUIRE_FALSE(state);
    CHECK(state.error().code == ErrorCode::invalid_job_state);
    CHECK(
        state.error().message ==
        "GET /services/data/v60.0/jobs/ingest/750x answered 400 INVALIDJOBSTATE: "
        "Aborting already Completed Job not allowed"
    );
}

TEST_CASE("answers that may be better next time") {
    CHECK(is_transient(answer_of(503, "")));
    CHECK(is_transient(answer_of(429, "")));
    CHECK(is_transient(fail(ErrorCode::unreachable, "")));
    CHECK_FALSE(is_transient(answer_of(400, "")));
    CHECK_FALSE(is_transient(answer_of(200, "")));
    CHECK_FALSE(is_transient(fail(ErrorCode::protocol_broken, "")));
}

TEST_CASE("no answer crashes the readers") {
    rc::prop("any body", [](const std::string& body, bool structured) {
        const std::string text =
            structured ? R"({"id":")" + body + R"(","state":)" + body + "}" : body;
        for (const int status : {200, 201, 400, 500}) {
            const HttpResponse answer = answer_of(status, text);
            const bool created = read_created_job(k_asked, answer).has_value();
            RC_ASSERT(!created || status == 200);
            (void)read_job_status(k_asked, answer);
            (void)read_state(k_asked, answer);
            (void)wire_code_of(answer);
        }
    });
}

}  // namespace
}  // namespace rowlock
