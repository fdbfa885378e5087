#include "mockorg/api/bulk2_bodies.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

HttpRequest create_with(std::string body, const std::string& type = "application/json") {
    HttpRequest request;
    request.headers.add("Content-Type", type);
    request.body = std::move(body);
    return request;
}

Result<CreateIngestJob> read(const std::string& body) {
    return read_create_ingest_job(create_with(body), 60.0);
}

TEST_CASE("a create with everything") {
    const auto job = read(
        R"({"object":"Account","operation":"upsert","externalIdFieldName":"Ext__c","contentType":"CSV",)"
        R"("columnDelimiter":"PIPE","lineEnding":"CRLF","assignmentRuleId":"01Q"})"
    );
    REQUIRE(job);
    CHECK(job->object == "Account");
    CHECK(job->operation == "upsert");
    CHECK(job->external_id_field == "Ext__c");
    CHECK(job->format.delimiter == Delimiter::pipe);
    CHECK(job->format.line_ending == LineEnding::crlf);
    CHECK(job->assignment_rule_id == "01Q");
    CHECK(job->api_version == 60.0);
    CHECK_FALSE(job->serial_asked);
    CHECK_FALSE(job->data.has_value());
}

TEST_CASE("what is missing, empty, null or unknown does not matter") {
    const auto job = read(
        R"({"object":"Account","operation":"insert","externalIdFieldName":"","lineEnding":null,"x":[1]})"
    );
    REQUIRE(job);
    CHECK(job->external_id_field.empty());
    CHECK(job->format.delimiter == Delimiter::comma);
    CHECK(job->format.line_ending == LineEnding::lf);
}

TEST_CASE("serial can be asked for in words and numbers") {
    const auto [mode, serial] = GENERATE(table<std::string, bool>({
        {"\"Serial\"", true},
        {"\"serial\"", true},
        {"1", true},
        {"0", false},
        {"\"Parallel\"", false},
        {"null", false},
    }));
    CAPTURE(mode);
    const auto job = read(R"({"object":"A","operation":"insert","concurrencyMode":)" + mode + "}");
    REQUIRE(job);
    CHECK(job->serial_asked == serial);
}

TEST_CASE("mistakes in a create") {
    const auto [body, code] = GENERATE(table<std::string, ErrorCode>({
        {"", ErrorCode::json_parser_error},
        {"{", ErrorCode::json_parser_error},
        {"[]", ErrorCode::json_parser_error},
        {R"({"object":1})", ErrorCode::json_parser_error},
        {R"({"operation":{"a":1}})", ErrorCode::json_parser_error},
        {R"({"concurrencyMode":true})", ErrorCode::json_parser_error},
        {R"({"contentType":"JSON"})", ErrorCode::invalid_job},
    }));
    CAPTURE(body);
    const auto job = read(body);
    REQUIRE_FALSE(job.has_value());
    CHECK(job.error().code == code);
    CHECK_FALSE(read(R"({"columnDelimiter":"DOT"})").has_value());
    CHECK_FALSE(read(R"({"lineEnding":"CR"})").has_value());
}

TEST_CASE("other content types are refused") {
    const auto type = GENERATE(as<std::string>{}, "text/csv", "application/xml", "text/plain; a=b");
    const auto job = read_create_ingest_job(create_with("{}", type), 60.0);
    REQUIRE_FALSE(job.has_value());
    CHECK(job.error().code == ErrorCode::unsupported_media_type);
}

std::string multipart(const std::string& data, const std::string& second = "content") {
    return "--B\nContent-Type: application/json\nContent-Disposition: form-data; name=\"job\"\n\n"
           "{\"object\":\"Contact\",\"contentType\":\"CSV\",\"operation\":\"insert\"}\n--B\n"
           "Content-Type: text/csv\nContent-Disposition: form-data; name=\"" +
           second + "\"; filename=\"content\"\n\n" + data + "\n--B--\n";
}

TEST_CASE("a multipart create brings its data along") {
    const auto type = GENERATE(
        as<std::string>{}, "multipart/form-data; boundary=B", "multipart/form-data; boundary=\"B\""
    );
    const auto job = read_create_ingest_job(create_with(multipart("LastName\nA"), type), 60.0);
    REQUIRE(job);
    CHECK(job->object == "Contact");
    CHECK(job->data == "LastName\nA");
}

TEST_CASE("multipart data may have 100,000 characters") {
    const std::string type = "multipart/form-data; boundary=B";
    std::string fits;
    for (int i = 0; i < 50'000; ++i) fits += "xé";
    REQUIRE(fits.size() == 150'000);
    CHECK(read_create_ingest_job(create_with(multipart(fits), type), 60.0).has_value());
    const auto beyond = read_create_ingest_job(create_with(multipart(fits + "x"), type), 60.0);
    REQUIRE_FALSE(beyond.has_value());
    CHECK(beyond.error().code == ErrorCode::client_input_error);
    CHECK_FALSE(read_create_ingest_job(create_with(multipart("a", "b"), type), 60.0).has_value());
    CHECK_FALSE(read_create_ingest_job(create_with("no parts", type), 60.0).has_value());
}

TEST_CASE("a close may carry more than the state") {
    CHECK(read_job_state(R"({"id":"750","state":"UploadComplete"})").value() == "UploadComplete");
    CHECK(read_job_state("{}").value().empty());
    CHECK(read_job_state(R"({"state":7})").error().code == ErrorCode::json_parser_error);
    CHECK(read_job_state("state").error().code == ErrorCode::json_parser_error);
}

}  // namespace
}  // namespace rowlock
