#include "harness/verify/job_checks.hpp"

#include "tests/unit/harness/verify/small_org.hpp"

namespace rowlock {
namespace {

using test::parrot;
using test::SmallOrg;
using test::value_or_fail;

constexpr const char* k_create = R"({"object": "Contact", "operation": "insert"})";

TEST_CASE("an org without jobs is quiet") {
    SmallOrg org;
    CHECK(
        check_no_jobs(value_or_fail(find_running_jobs(org.questions()))).status ==
        ProofStatus::passed
    );
    CHECK(value_or_fail(check_no_async_jobs(org.questions())).status == ProofStatus::passed);
}

TEST_CASE("jobs of Bulk API 2.0 are named until they are over") {
    SmallOrg org;
    const std::string open = org.api().create_job(k_create);
    const std::string done = org.api().create_job(k_create);
    org.api().run_job(done, "LastName\nA\n");
    const ProofCheck check = check_no_jobs(value_or_fail(find_running_jobs(org.questions())));
    REQUIRE(check.findings.size() == 1);
    CHECK(check.findings[0].kind == "open");
    CHECK(check.findings[0].id == open);
}

TEST_CASE("closed jobs of Bulk API 1.0 run as long as a batch does") {
    InProcessApi api{ClockMode::Kind::manual};
    const auto send = [&](const std::string& path, const std::string& body, const char* type) {
        return api.send("POST", "/services/async/60.0/job" + path, body, {{"Content-Type", type}});
    };
    const Answer created = send(
        "",
        R"(<jobInfo xmlns="http://www.force.com/2009/06/asyncapi/dataload"><operation>insert</operation>)"
        R"(<object>Contact</object><contentType>CSV</contentType></jobInfo>)",
        "application/xml"
    );
    const std::string job = element(created.body, "id");
    REQUIRE(send("/" + job + "/batch", "LastName\nA\n", "text/csv").status == 201);
    REQUIRE(
        send(
            "/" + job,
            R"(<jobInfo xmlns="http://www.force.com/2009/06/asyncapi/dataload"><state>Closed</state></jobInfo>)",
            "application/xml"
        )
            .status == 200
    );
    const OrgQuestions questions{
        [&](const HttpRequest& request) -> Result<HttpResponse> {
            Answer answer = api.send(request.method, request.target, request.body);
            HttpResponse response;
            response.status = answer.status;
            response.body = std::move(answer.body);
            return response;
        },
        [](Duration) -> Result<void> { return {}; }};
    const auto running = value_or_fail(find_running_jobs(questions));
    REQUIRE(running.size() == 1);
    CHECK(running[0].id == job);
    CHECK_FALSE(running[0].open());
    api.api().org().advance_to(api.api().org().now() + seconds(60));
    CHECK(value_or_fail(find_running_jobs(questions)).empty());
}

TEST_CASE("an org that does not let asynchronous Apex be seen is told of, and fails nothing") {
    const OrgQuestions questions = parrot(
        400,
        R"([{"message": "sObject type 'AsyncApexJob' is not supported.", "errorCode": "INVALID_TYPE"}])"
    );
    const ProofCheck check = value_or_fail(check_no_async_jobs(questions));
    CHECK(check.status == ProofStatus::not_possible);
    CHECK_THAT(check.detail, Catch::Contains("INVALID_TYPE"));
}

TEST_CASE("a job list whose pages lead in circles, or elsewhere, ends") {
    const std::string next = GENERATE(
        as<std::string>{}, "/services/data/v60.0/jobs/ingest?queryLocator=x", "http://elsewhere/"
    );
    const OrgQuestions questions =
        parrot(200, R"({"done": false, "records": [], "nextRecordsUrl": ")" + next + "\"}");
    CHECK_FALSE(find_running_jobs(questions));
}

}  // namespace
}  // namespace rowlock
