#include "harness/replay/load_pass.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/harness/replay/pass_fixture.hpp"

#include <algorithm>
#include <map>

namespace rowlock {
namespace {

using test::FakeOrg;
using test::mixed_fate;
using Kind = FakeOrg::RowFate::Kind;

TEST_CASE("a job is created, uploaded, closed, asked for and read, in this order") {
    test::PassFixture f{3, 10};
    CHECK_FALSE(f.run().error());
    CHECK(
        f.org.requests() ==
        std::vector<std::string>{
            "POST ingest",
            "PUT ingest/*/batches",
            "PATCH ingest/*",
            "GET ingest/*",
            "GET ingest/*/successfulResults"}
    );
    CHECK(f.count(RowStatus::created) == 3);
    const auto& job = f.org.jobs().begin()->second;
    CHECK(job.header == "External_ID__c,Name");
    CHECK(job.rows.at(2) == "E2,\"Name, the 2th\"");
    CHECK(f.pass->statistics().jobs == 1);
    CHECK(f.pass->statistics().active_time == seconds(1.5));
}

TEST_CASE("every row gets the outcome the org gave it") {
    test::PassFixture f{70, 8, 2};
    f.org.fate = mixed_fate;
    CHECK_FALSE(f.run().error());
    CHECK(f.count(RowStatus::failed) == 20);
    CHECK(f.count(RowStatus::updated) == 10);
    CHECK(f.count(RowStatus::unprocessed) == 10);
    CHECK(f.count(RowStatus::missing) == 10);
    CHECK(f.count(RowStatus::created) == 20);
    CHECK(f.ledger.status(0) == RowStatus::failed);
    CHECK(f.ledger.failure_code(0) == "UNABLE_TO_LOCK_ROW");
    CHECK(f.ledger.failure_code(4) == "REQUIRED_FIELD_MISSING");
}

TEST_CASE("answers in another order than asked change nothing") {
    test::PassFixture f{70, 8, 2};
    f.org.fate = mixed_fate;
    f.org.answers_late = true;
    CHECK_FALSE(f.run().error());
    CHECK(f.count(RowStatus::failed) == 20);
    CHECK(f.count(RowStatus::created) == 20);
}

TEST_CASE("partitions start one stagger apart, jobs one interval apart") {
    test::PassFixture f{40, 10, 2};
    f.spec.step.stagger = std::chrono::hours{1};
    f.spec.step.interval = {seconds(4.0), 0.0};
    f.run();
    std::vector<double> begins;
    for (const auto& job : f.org.jobs())
        begins.push_back(to_seconds(job.second.created - k_org_epoch));
    CHECK(begins == std::vector<double>{0, 4, 3600, 3604});
}

TEST_CASE("no more jobs are in flight than allowed") {
    test::PassFixture f{60, 1};
    f.spec.step.in_flight = GENERATE(1U, 3U);
    f.org.duration = [](const FakeOrg::SentJob& job) {
        return seconds(job.rows[0].size() % 2 == 0 ? 2.0 : 40.0);
    };
    f.run();
    CHECK(f.org.most_in_flight() + 1 == f.spec.step.in_flight);
    CHECK(f.count(RowStatus::created) == 60);
}

TEST_CASE("ids of records are kept by row when asked for") {
    test::PassFixture f{4, 2};
    IdTable ids(4);
    f.spec.created_ids = &ids;
    f.run();
    for (const IdText& id : ids) CHECK(std::string(id.data(), 3) == "006");
}

TEST_CASE("a passing failure of any request changes no outcome") {
    rc::prop("faults and lost answers", [](std::uint64_t seed) {
        test::PassFixture f{70, 8, 2};
        f.org.fate = mixed_fate;
        f.org.answers_late = seed % 2 == 0;
        Random random{seed};
        // Five strikes at one request are passing trouble; a sixth would end the load.
        std::map<std::string, unsigned> strikes;
        const auto strike = [&](const HttpRequest& request) {
            unsigned& so_far = strikes[request.method + request.target + request.body];
            return so_far < 5 && random.below(4) == 0 && ++so_far > 0;
        };
        f.org.fault = [&](const HttpRequest& request) -> std::optional<Result<HttpResponse>> {
            if (!strike(request)) return std::nullopt;
            if (random.below(2) == 0)
                return Result<HttpResponse>{fail(ErrorCode::unreachable, "reset")};
            return Result<HttpResponse>{test::error_answer(503, "SERVER_UNAVAILABLE", "busy")};
        };
        f.org.lose_answer = strike;
        const auto error = f.run().error();
        RC_ASSERT(!error);
        RC_ASSERT(f.count(RowStatus::failed) == 20U);
        RC_ASSERT(f.count(RowStatus::created) == 20U);
        RC_ASSERT(f.count(RowStatus::missing) == 10U);
    });
}

constexpr std::string_view k_third = "750000000000000003";

/// One kind of request about the third job, and what its failing for good leaves behind.
struct FaultCase {
    const char* method;
    const char* path_end;
    std::uint64_t settled;
    /// Rows sent whose outcome nobody learns.
    std::uint64_t unknown;
    std::size_t jobs_left;
};

/// Four jobs of ten rows, one second apart, each three seconds long; row 20 fails, row 21 is
/// unprocessed.
struct FaultFixture : test::PassFixture {
    FaultFixture() : test::PassFixture(40, 10) {
        spec.step.interval = {seconds(1.0), 0.0};
        spec.step.poll_every = seconds(1.0);
        org.fate = [](const std::string& line, int) -> FakeOrg::RowFate {
            if (line.starts_with("E20,")) return {Kind::failed, "UNABLE_TO_LOCK_ROW:x:--"};
            if (line.starts_with("E21,")) return {Kind::unprocessed, ""};
            return {};
        };
    }

    void fail_third(const FaultCase& c, const Result<HttpResponse>& answer) {
        org.fault = [this, c, answer](const HttpRequest& request
                    ) -> std::optional<Result<HttpResponse>> {
            if (request.method != c.method || !request.target.ends_with(c.path_end))
                return std::nullopt;
            const bool create = request.method == "POST" && org.jobs().size() == 2;
            if (!create && request.target.find(k_third) == std::string::npos) return std::nullopt;
            return answer;
        };
    }

    void check(const FaultCase& c, const std::string& expected) {
        const auto error = run().error();
        REQUIRE(error);
        CHECK_THAT(error->message, Catch::Contains(expected));
        const std::uint64_t settled = count(RowStatus::created) + count(RowStatus::failed) +
                                      count(RowStatus::unprocessed) + count(RowStatus::missing);
        CHECK(settled == c.settled);
        CHECK(count(RowStatus::sent) == c.unknown);
        CHECK(count(RowStatus::not_sent) == 40 - c.settled - c.unknown);
        CHECK(pass->jobs_left().size() == c.jobs_left);
    }
};

TEST_CASE("a refusal at any step ends in a clear error, and nothing is lost") {
    const auto c = GENERATE(
        FaultCase{"POST", "ingest", 20, 0, 0},
        FaultCase{"PUT", "003/batches", 20, 0, 0},
        FaultCase{"PATCH", "0003", 20, 0, 0},
        FaultCase{"GET", "0003", 30, 10, 1},
        FaultCase{"GET", "003/successfulResults", 30, 10, 1},
        FaultCase{"GET", "003/failedResults", 38, 2, 1},
        FaultCase{"GET", "003/unprocessedrecords", 39, 1, 1}
    );
    CAPTURE(c.method, c.path_end);
    FaultFixture f;
    f.fail_third(c, test::error_answer(400, "EXCEEDEDQUOTA", "Limit exceeded."));
    f.check(c, std::string{c.path_end} + " answered 400 EXCEEDEDQUOTA: Limit exceeded.");
}

TEST_CASE("nonsense at any step is named as such, and nothing is lost") {
    const auto c = GENERATE(
        FaultCase{"POST", "ingest", 20, 0, 0},
        FaultCase{"PUT", "003/batches", 20, 0, 0},
        // The org may have begun with the rows for all we know.
        FaultCase{"PATCH", "0003", 20, 10, 0},
        FaultCase{"GET", "0003", 30, 10, 1},
        FaultCase{"GET", "003/successfulResults", 30, 10, 1},
        FaultCase{"GET", "003/failedResults", 38, 2, 1}
    );
    CAPTURE(c.method, c.path_end);
    FaultFixture f;
    f.fail_third(c, test::json_answer(200, "<html>welcome</html>"));
    f.check(c, "body: <html>welcome</html>");
    CHECK(f.pass->error()->code == ErrorCode::protocol_broken);
}

TEST_CASE("a server that stays away ends the load at once") {
    const auto c = GENERATE(
        FaultCase{"POST", "ingest", 20, 0, 0},
        FaultCase{"PUT", "003/batches", 20, 0, 1},
        // Meanwhile the fourth job is sent.
        FaultCase{"PATCH", "0003", 30, 10, 1},
        FaultCase{"GET", "003/successfulResults", 30, 10, 1}
    );
    CAPTURE(c.method, c.path_end);
    FaultFixture f;
    f.fail_third(c, fail(ErrorCode::unreachable, "connection refused"));
    f.check(c, "connection refused");
}

TEST_CASE("a job that fails without trying a row stops the load") {
    test::PassFixture f{40, 10};
    f.spec.step.interval = {seconds(60.0), 0.0};
    f.org.job_state_at_end = "Failed";
    f.org.fate = [](const std::string&, int) -> FakeOrg::RowFate {
        return {Kind::unprocessed, ""};
    };
    f.org.fault = [&](const HttpRequest& request) -> std::optional<Result<HttpResponse>> {
        if (request.method != "GET" || request.target.find("Results") != std::string::npos)
            return std::nullopt;
        if (request.target.ends_with("unprocessedrecords") ||
            f.org.now() < k_org_epoch + seconds(4.0)) {
            return std::nullopt;
        }
        return Result<HttpResponse>{test::json_answer(
            200,
            R"({"id":"750000000000000001","createdDate":"2026-01-01T00:00:00.000+0000",)"
            R"("systemModstamp":"2026-01-01T00:00:02.000+0000","state":"Failed",)"
            R"("errorMessage":"InvalidBatch : Field name not found : Nmae"})"
        )};
    };
    const auto error = f.run().error();
    REQUIRE(error);
    CHECK(
        error->message ==
        "job 750000000000000001 failed: InvalidBatch : Field name not found : Nmae"
    );
    CHECK(f.count(RowStatus::unprocessed) == 10);
    CHECK(f.count(RowStatus::not_sent) == 30);
}

TEST_CASE("a job that fails half-way does not stop the others") {
    test::PassFixture f{40, 10};
    f.org.job_state_at_end = "Failed";
    CHECK_FALSE(f.run().error());
    CHECK(f.pass->statistics().jobs_failed == 4);
    CHECK(f.pass->statistics().first_job_failure == "InvalidBatch : no");
    CHECK(f.count(RowStatus::created) == 40);
}

TEST_CASE("an interrupt aborts what runs, begins nothing and collects what was done") {
    test::PassFixture f{40, 10, 2};
    f.spec.step.interval = {seconds(2.0), 0.0};
    f.org.duration = [](const FakeOrg::SentJob&) { return seconds(7.0); };
    f.org.interrupt_at = k_org_epoch + seconds(2.0);
    const LoadPass& pass = f.run();
    CHECK(pass.interrupted());
    CHECK_FALSE(pass.error());
    for (const auto& job : f.org.jobs()) CHECK(job.second.state != "UploadComplete");
    CHECK(f.org.jobs().size() == 2);
    CHECK(f.count(RowStatus::sent) == 0);
    CHECK(f.count(RowStatus::not_sent) == 20);
    CHECK(pass.jobs_left().empty());
}

TEST_CASE("an interrupt at any moment loses nothing") {
    rc::prop("interrupts", [](std::uint8_t requests, bool late, bool limited) {
        test::PassFixture f{60, 7, 3};
        f.spec.step.stagger = seconds(4.0);
        f.spec.step.interval = {seconds(2.0), 0.5};
        f.spec.step.poll_every = seconds(1.0);
        f.spec.step.in_flight = limited ? 2 : 0;
        f.org.answers_late = late;
        f.org.fate = mixed_fate;
        f.org.interrupt_after = requests;
        f.run();
        RC_ASSERT(f.count(RowStatus::sent) == 0U);
        RC_ASSERT(f.pass->jobs_left().empty());
        for (const auto& job : f.org.jobs()) {
            RC_ASSERT(job.second.state != "UploadComplete");
            RC_ASSERT(job.second.state != "Open");
        }
    });
}

TEST_CASE("after an interrupt no data is sent any more") {
    test::PassFixture f{40, 10};
    f.org.answers_late = true;
    f.org.interrupt_after = 1;
    f.run();
    CHECK(f.org.requests() == std::vector<std::string>{"POST ingest", "PATCH ingest/*"});
    CHECK(f.org.jobs().begin()->second.state == "Aborted");
    CHECK(f.count(RowStatus::not_sent) == 40);
}

TEST_CASE("a session that ends leaves the jobs to a later run") {
    test::PassFixture f{40, 10};
    f.org.fault = [&](const HttpRequest&) -> std::optional<Result<HttpResponse>> {
        if (f.org.requests().size() < 7) return std::nullopt;
        return Result<HttpResponse>{
            test::error_answer(401, "INVALID_SESSION_ID", "Session expired")};
    };
    const auto error = f.run().error();
    REQUIRE(error);
    CHECK(error->code == ErrorCode::invalid_session_id);
    CHECK(f.org.requests().size() == 7);
    CHECK(f.count(RowStatus::sent) == 20);
    CHECK(f.pass->jobs_left().size() == 2);
}

TEST_CASE("what the org says of its limit of requests is remembered, its refusals are waited out") {
    test::PassFixture f{10, 10};
    int refusals = 0;
    f.org.fault = [&](const HttpRequest& request) -> std::optional<Result<HttpResponse>> {
        if (request.method != "PUT" || ++refusals > 2) return std::nullopt;
        HttpResponse answer =
            test::error_answer(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests Limit exceeded.");
        answer.headers.add("Sforce-Limit-Info", "api-usage=15000/15000");
        return Result<HttpResponse>{std::move(answer)};
    };
    CHECK_FALSE(f.run().error());
    CHECK(f.count(RowStatus::created) == 10);
    CHECK(f.pass->api_usage().used() == 15'000);
    CHECK(f.org.now() >= k_org_epoch + seconds(30.0));
}

TEST_CASE("how far each partition is, is known at any time") {
    test::PassFixture f{40, 10, 2};
    f.org.fate = mixed_fate;
    f.run();
    const auto& progress = f.pass->progress();
    REQUIRE(progress.size() == 2);
    CHECK(progress[0].rows == 20);
    CHECK(progress[0].done == 20);
    CHECK(progress[0].failed + progress[1].failed == f.count(RowStatus::failed));
}

TEST_CASE("an answer that comes after the interrupt continues no round of asking") {
    test::PassFixture f{20, 10};
    f.org.duration = [](const FakeOrg::SentJob&) { return seconds(60.0); };
    f.spec.step.in_flight = 2;
    f.pass = std::make_unique<LoadPass>(f.spec, f.org.now());
    LoadPass& pass = *f.pass;
    const auto send_next = [&] {
        Action action = pass.next(f.org.now());
        REQUIRE(std::holds_alternative<Send>(action));
        f.org.send(std::move(std::get<Send>(action)));
        return std::move(*f.org.receive());
    };
    const auto deliver = [&](TargetReply reply) {
        pass.reply(f.org.now(), reply.token, std::move(reply.response));
    };
    // Two jobs are created, uploaded and closed; then the first one is asked for.
    for (int request = 0; request < 6; ++request) deliver(send_next());
    REQUIRE(f.org.wait_until(std::get<WaitUntil>(pass.next(f.org.now())).time));
    TargetReply about_first = send_next();
    CHECK(f.org.requests().back() == "GET ingest/*");
    pass.interrupt(f.org.now());
    TargetReply second_aborted = send_next();
    deliver(std::move(about_first));
    TargetReply first_aborted = send_next();
    CHECK(f.org.requests().back() == "PATCH ingest/*");
    CHECK(std::get<WaitUntil>(pass.next(f.org.now())).time == TimePoint::max());
    deliver(std::move(second_aborted));
    deliver(std::move(first_aborted));
    run_driver(pass, f.org);
    CHECK(f.count(RowStatus::sent) == 0);
}

}  // namespace
}  // namespace rowlock
