// Which of the org's jobs a watch waits for.
#include "harness/count/watched_jobs.hpp"

#include "harness/replay/creation_answer.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/count/count_runs.hpp"
#include "tests/unit/harness/count/tagged_world.hpp"

namespace rowlock {
namespace {

using test::checked;
using test::LiveServer;
using test::options_for;
using test::Printed;

const std::string k_ingest = "/services/data/v60.0/jobs/ingest";
const std::string k_classic = "/services/async/60.0/job";

HttpResponse send(
    const LiveServer& server,
    const std::string& method,
    const std::string& path,
    const std::string& body,
    const std::string& type
) {
    HttpClientOptions options;
    options.base_url = server.url();
    options.token = LiveServer::k_token;
    auto client = HttpClient::create(options);
    REQUIRE(client);
    HttpRequest request;
    request.method = method;
    request.target = path;
    request.headers.add("Content-Type", type);
    request.body = body;
    auto answer = client->perform(request);
    REQUIRE(answer);
    INFO(answer->body);
    REQUIRE(answer->status < 300);
    return std::move(*answer);
}

std::string open_job(const LiveServer& server, const std::string& object) {
    const std::string body = R"({"object": ")" + object + R"(", "operation": "insert"})";
    return read_creation_answer(send(server, "POST", k_ingest, body, "application/json"))->id;
}

std::string open_classic_job(const LiveServer& server) {
    const std::string body =
        R"(<jobInfo xmlns="http://www.force.com/2009/06/asyncapi/dataload"><operation>insert</operation>)"
        "<object>Contact</object><contentType>CSV</contentType></jobInfo>";
    return read_creation_answer(send(server, "POST", k_classic, body, "application/xml"))->id;
}

CountOptions watching(const LiveServer& server) {
    CountOptions options = options_for(server, "");
    options.watch_seconds = 10;
    options.quiet_seconds = 30;
    return options;
}

TEST_CASE("a job that stands open keeps no watch waiting, and is told of") {
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const std::string open = open_job(server, "Contact");
    open_job(server, "Account");
    CountOptions options = watching(server);
    const bool is_known = GENERATE(true, false);
    if (is_known) options.expect = 0;
    const Printed watched = test::run(run_count, options);
    INFO(watched.err << watched.out);
    CHECK(watched.code == 0);
    CHECK_THAT(
        watched.err, Catch::Contains("note: job " + open + " (insert of Contact) is open and has")
    );
    REQUIRE(watched.json()["notes"].size() == 1);
    CHECK(checked(watched.json()) == "");
    const auto looks = std::count(watched.err.begin(), watched.err.end(), '\n');
    CHECK(looks == (is_known ? 2 : 6));
}

TEST_CASE("a job with rows to do is waited for, open or not") {
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const bool is_classic = GENERATE(true, false);
    const std::string csv = "LastName\nA\nB\n";
    if (is_classic) {
        const std::string job = open_classic_job(server);
        send(server, "POST", k_classic + '/' + job + "/batch", csv, "text/csv");
    } else {
        const std::string job = open_job(server, "Contact");
        send(server, "PUT", k_ingest + '/' + job + "/batches", csv, "text/csv");
        send(
            server,
            "PATCH",
            k_ingest + '/' + job,
            R"({"state": "UploadComplete"})",
            "application/json"
        );
    }
    CountOptions options = watching(server);
    // Nothing but the job keeps it from ending at its second look.
    options.watch_seconds = 1;
    options.quiet_seconds = 1;
    const Printed watched = test::run(run_count, options);
    INFO(watched.err << watched.out);
    CHECK(watched.json()["records"] == 2);
    CHECK(watched.json().contains("notes") == is_classic);
}

TEST_CASE("a query changes no records") {
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    send(
        server,
        "POST",
        "/services/data/v60.0/jobs/query",
        R"({"operation": "query", "query": "SELECT Id FROM Contact"})",
        "application/json"
    );
    CountOptions options = watching(server);
    options.expect = 0;
    const Printed watched = test::run(run_count, options);
    CHECK(watched.code == 0);
    CHECK(watched.err == "0 of 0 records\n");
}

}  // namespace
}  // namespace rowlock
