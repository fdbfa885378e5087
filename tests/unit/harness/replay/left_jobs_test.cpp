#include "harness/replay/left_jobs.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/harness/replay/fake_org.hpp"

#include <map>

namespace rowlock {
namespace {

/// 2026-01-01T00:00:00Z
constexpr std::int64_t k_begin = 1'767'225'600'000;
const JobDescription k_ingest{"V2Ingest", "Contact", "upsert", "Key__c"};
const JobDescription k_classic{"Classic", "Contact", "upsert", "Key__c"};

std::string id(int number) {
    return "7500000000000" + std::to_string(10 + number) + "AAA";
}

/// A job in the list as it is if nothing is said of it.
struct Listed {
    int number = 1;
    JobDescription kind = k_ingest;
    std::string state = "Open";
    std::string user = "005A";
    int minute = 1;
    bool changed = false;

    std::string text() const {
        const std::string made = "2026-01-01T00:" + std::to_string(10 + minute).substr(0, 2);
        return R"({"id":")" + id(number) + R"(","operation":")" + kind.operation +
               R"(","object":")" + kind.object + R"(","createdById":")" + user +
               R"(","createdDate":")" + made + R"(:00.000+0000","systemModstamp":")" + made +
               (changed ? ":30" : ":00") + R"(.000+0000","state":")" + state +
               R"(","externalIdFieldName":")" + kind.external_id + R"(","jobType":")" + kind.type +
               "\"}";
    }
};

/// Minutes behind ten past midnight.
std::int64_t minute_ms(int minute) {
    return k_begin + (10 + minute) * 60'000;
}

/// An org that shows a list of jobs, and what it was asked to do.
struct ListOrg {
    std::vector<Listed> jobs;
    std::map<std::string, std::string> batches;
    HttpResponse user = test::json_answer(200, R"({"user_id":"005A"})");
    HttpResponse aborted = test::json_answer(200, "{}");
    std::vector<std::string> writes;

    Result<HttpResponse> ask(const HttpRequest& request) {
        if (request.target.ends_with("/userinfo")) return user;
        if (request.method != "GET") {
            writes.push_back(request.method + " " + request.target + " " + request.body);
            return aborted;
        }
        if (request.target.ends_with("/batch")) {
            const std::string job = request.target.substr(request.target.find("/job/") + 5, 18);
            return test::json_answer(
                200,
                R"(<batchInfoList xmlns="http://www.force.com/2009/06/asyncapi/dataload">)" +
                    batches[job.substr(0, job.find('/'))] + "</batchInfoList>"
            );
        }
        std::string list;
        for (const Listed& job : jobs) list += (list.empty() ? "" : ",") + job.text();
        return test::json_answer(
            200, R"({"done":true,"records":[)" + list + R"(],"nextRecordsUrl":null})"
        );
    }

    std::vector<LeftJob> settle(const JobBooks& books) {
        auto left =
            settle_left_jobs([this](const HttpRequest& request) { return ask(request); }, books);
        if (!left) FAIL(left.error().message);
        return std::move(*left);
    }
};

JobBooks one_lost(const JobDescription& kind = k_ingest) {
    return {{{kind, minute_ms(0), minute_ms(5)}}, {}};
}

TEST_CASE("an empty job that a lost creation made is aborted") {
    ListOrg org;
    org.jobs = {{}};
    const auto left = org.settle(one_lost());
    REQUIRE(left.size() == 1);
    CHECK(left[0].id == id(1));
    CHECK(left[0].aborted);
    REQUIRE(org.writes.size() == 1);
    CHECK(
        org.writes[0] ==
        "PATCH /services/data/v60.0/jobs/ingest/" + id(1) + R"( {"state":"Aborted"})"
    );
}

TEST_CASE("one of Bulk API 1.0, too, in its own words") {
    ListOrg org;
    org.jobs = {{1, k_classic}};
    CHECK(org.settle(one_lost(k_classic)).at(0).aborted);
    REQUIRE(org.writes.size() == 1);
    CHECK_THAT(org.writes[0], Catch::StartsWith("POST /services/async/60.0/job/" + id(1)));
    CHECK_THAT(org.writes[0], Catch::Contains("Aborted"));
}

TEST_CASE("jobs that are not ours are not touched, nor told of") {
    Listed other;
    SECTION("another object") {
        other.kind.object = "Account";
    }
    SECTION("another operation") {
        other.kind.operation = "insert";
    }
    SECTION("another external id") {
        other.kind.external_id = "Other__c";
    }
    SECTION("the other API") {
        other.kind = k_classic;
    }
    SECTION("another user") {
        other.user = "005B";
    }
    SECTION("made before") {
        other.minute = -1;
    }
    SECTION("made long after") {
        other.minute = 8;
    }
    SECTION("closed") {
        other.state = "UploadComplete";
    }
    SECTION("over") {
        other.state = "Aborted";
    }
    ListOrg org;
    org.jobs = {other};
    CHECK(org.settle(one_lost()).empty());
    CHECK(org.writes.empty());
}

TEST_CASE("a job that the load knows is left to the load, in 15 characters and in 18") {
    ListOrg org;
    org.jobs = {{}};
    JobBooks books = one_lost();
    books.known = {GENERATE(id(1), id(1).substr(0, 15))};
    CHECK(org.settle(books).empty());
    CHECK(org.writes.empty());
}

TEST_CASE("whose a job is, the load's own jobs tell, or the org") {
    ListOrg org;
    org.jobs = {{1}, {2}};
    org.jobs[0].user = org.jobs[1].user = "005C";
    JobBooks books = one_lost();
    CHECK(org.settle(books).empty());
    books.known = {id(2)};
    CHECK(org.settle(books).at(0).aborted);
    org.user.status = 403;
    books.known.clear();
    books.lost.push_back(books.lost[0]);
    org.writes.clear();
    const auto left = org.settle(books);
    REQUIRE(left.size() == 2);
    CHECK_FALSE(left[0].aborted);
    CHECK_THAT(left[0].reason, Catch::StartsWith("who made it is not known: "));
    CHECK(org.writes.empty());
}

TEST_CASE("a job that was used is named, and left as it is") {
    ListOrg org;
    SECTION("2.0: changed since it was made") {
        org.jobs = {{}};
        org.jobs[0].changed = true;
    }
    SECTION("1.0: has a batch") {
        org.jobs = {{1, k_classic}};
        org.batches[id(1)] =
            "<batchInfo><id>751000000000001AAA</id><state>Queued</state></batchInfo>";
    }
    const auto left = org.settle(one_lost(org.jobs[0].kind));
    REQUIRE(left.size() == 1);
    CHECK_FALSE(left[0].aborted);
    CHECK(left[0].reason == "somebody has used it since it was made");
    CHECK(org.writes.empty());
}

TEST_CASE("more such jobs than lost creations: some are others', so none is aborted") {
    ListOrg org;
    org.jobs = {{1}, {2}};
    for (const LeftJob& job : org.settle(one_lost())) {
        CHECK_FALSE(job.aborted);
        CHECK(job.reason == "of 2 open jobs like it no more than 1 can be this load's");
    }
    CHECK(org.writes.empty());
    // One that was used does not count.
    org.jobs[1].changed = true;
    const auto left = org.settle(one_lost());
    REQUIRE(left.size() == 2);
    CHECK((left[0].id == id(2) && !left[0].aborted));
    CHECK((left[1].id == id(1) && left[1].aborted));
}

TEST_CASE("without an end to its time, a creation may have made any later job") {
    ListOrg org;
    org.jobs = {{}};
    org.jobs[0].minute = 40;
    JobBooks books = one_lost();
    CHECK(org.settle(books).empty());
    books.lost[0].until_ms.reset();
    CHECK(org.settle(books).at(0).aborted);
}

TEST_CASE("a refused abort is told, but for one that had worked") {
    ListOrg org;
    org.jobs = {{}};
    org.aborted = test::error_answer(400, "INVALIDJOBSTATE", "no");
    CHECK_FALSE(org.settle(one_lost()).at(0).aborted);
    CHECK_THAT(org.settle(one_lost()).at(0).reason, Catch::Contains("INVALIDJOBSTATE: no"));
    org.aborted =
        test::error_answer(400, "INVALIDJOBSTATE", "Aborting already Aborted Job not allowed");
    CHECK(org.settle(one_lost()).at(0).aborted);
}

TEST_CASE("nothing lost, nothing asked") {
    const auto left = settle_left_jobs(
        [](const HttpRequest&) -> Result<HttpResponse> {
            return fail(ErrorCode::unreachable, "not to be asked");
        },
        {}
    );
    REQUIRE(left);
    CHECK(left->empty());
}

TEST_CASE("an org that does not show its jobs is an error") {
    const auto left = settle_left_jobs(
        [](const HttpRequest&) -> Result<HttpResponse> {
            return test::error_answer(403, "API_DISABLED_FOR_ORG", "no");
        },
        one_lost()
    );
    CHECK_FALSE(left);
}

}  // namespace
}  // namespace rowlock
