#include "harness/replay/creation_watch.hpp"

#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/replay/pass_fixture.hpp"

namespace rowlock {
namespace {

const JobDescription k_kind{"V2Ingest", "Contact", "insert", ""};
constexpr BatchPlace k_place{0, 5};
/// 2026-01-01T00:00:00Z
constexpr std::int64_t k_begin = 1'767'225'600'000;

HttpResponse created(int second) {
    return test::json_answer(
        200,
        R"({"id":"750A","createdDate":"2026-01-01T00:00:0)" + std::to_string(second) +
            R"(.000+0000","state":"Open"})"
    );
}

TEST_CASE("a creation without an answer is lost between what was known before and after it") {
    CreationWatch watch{k_kind, {}, k_begin};
    watch.begin({0, 0});
    watch.end({0, 0}, created(2));
    watch.begin(k_place);
    watch.end(k_place, fail(ErrorCode::unreachable, "reset"));
    watch.begin(k_place);
    watch.end(k_place, created(7));
    REQUIRE(watch.lost().size() == 1);
    CHECK(watch.lost()[0].job == k_kind);
    CHECK(watch.lost()[0].since_ms == k_begin + 2'000);
    CHECK(watch.lost()[0].until_ms == k_begin + 7'000);
    CHECK(watch.made().size() == 2);
    CHECK(watch.org_ms() == k_begin + 7'000);
}

TEST_CASE("which answers leave it open whether there is a job") {
    const auto [answer, is_lost] = GENERATE(table<Result<HttpResponse>, bool>({
        {Result<HttpResponse>{created(1)}, false},
        {Result<HttpResponse>{test::json_answer(
             201,
             R"(<jobInfo xmlns="x"><id>750A</id><createdDate>2026-01-01T00:00:01.000Z</createdDate></jobInfo>)"
         )},
         false},
        {Result<HttpResponse>{test::error_answer(500, "UNKNOWN_EXCEPTION", "x")}, true},
        {Result<HttpResponse>{test::json_answer(503, "")}, true},
        {Result<HttpResponse>{test::json_answer(200, "<html>")}, true},
        {Result<HttpResponse>{test::json_answer(200, "{}")}, true},
        {Result<HttpResponse>{test::error_answer(429, "REQUEST_LIMIT_EXCEEDED", "x")}, false},
        {Result<HttpResponse>{test::error_answer(400, "INVALIDJOB", "x")}, false},
    }));
    CreationWatch watch{k_kind, {}, k_begin};
    watch.begin(k_place);
    watch.end(k_place, answer);
    CHECK(watch.lost().size() == (is_lost ? 1 : 0));
}

TEST_CASE("who stops waiting for an answer has lost it") {
    CreationWatch watch{k_kind, {}, k_begin};
    watch.begin(k_place);
    watch.abandon();
    REQUIRE(watch.lost().size() == 1);
    CHECK_FALSE(watch.lost()[0].until_ms);
}

TEST_CASE("a pass tells of each creation that it heard nothing of, and of the jobs it knows") {
    test::PassFixture f{20, 10};
    int asked = 0;
    f.org.lose_answer = [&](const HttpRequest& request) {
        return request.method == "POST" && ++asked <= 2;
    };
    CHECK_FALSE(f.run().error());
    const auto lost = f.pass->creations().lost();
    REQUIRE(lost.size() == 2);
    CHECK(lost[0].job == JobDescription{"V2Ingest", "Opportunity", "upsert", "External_ID__c"});
    CHECK(f.org.jobs().size() == 4);
    CHECK(f.pass->creations().made().size() == 2);
    CHECK(f.count(RowStatus::created) == 20);
}

TEST_CASE("a creation that stays without an answer until the end is lost as often as it was tried"
) {
    test::PassFixture f{20, 10};
    const bool by_gateway = GENERATE(true, false);
    f.org.fault = [&](const HttpRequest& request) -> std::optional<Result<HttpResponse>> {
        if (request.method != "POST") return std::nullopt;
        if (by_gateway) return Result<HttpResponse>{test::json_answer(502, "")};
        return Result<HttpResponse>{fail(ErrorCode::unreachable, "reset")};
    };
    CHECK(f.run().error());
    CHECK(f.pass->creations().lost().size() == 9);
    CHECK(f.pass->creations().made().empty());
}

TEST_CASE("the journal knows of a creation before it goes out") {
    const test::Folder folder;
    const JournalHeader header{"load", "strategy", "org", 1};
    test::PassFixture f{20, 10};
    {
        const auto journal = Journal::create(folder.path("j"), header);
        REQUIRE(journal);
        f.spec.journal = {journal->get(), {0, 0}};
        f.spec.org_ms = k_begin;
        LoadPass& pass = f.begin();
        // Sent, and the process is killed.
        REQUIRE(std::holds_alternative<Send>(pass.next(f.org.now())));
    }
    const auto journal = Journal::resume(folder.path("j"), header);
    REQUIRE(journal);
    const auto lost = (*journal)->lost_creations();
    REQUIRE(lost.size() == 1);
    CHECK(lost[0].since_ms == k_begin);
    CHECK(lost[0].job.operation == "upsert");
}

}  // namespace
}  // namespace rowlock
