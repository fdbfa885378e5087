#include "harness/replay/load_pass.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/replay/fake_org.hpp"
#include "tests/unit/harness/replay/table_source.hpp"

namespace rowlock {
namespace {

using test::FakeOrg;

constexpr Duration k_saves = std::chrono::seconds{3};

/// A job of forty rows, aborted after two seconds while its first chunk waits for a lock; the
/// org shows no results before that is saved, three seconds later.
struct LoadPassAbortFixture {
    LoadPassAbortFixture() {
        spec.source = &source;
        spec.object = "Opportunity";
        spec.step.operation = LoadOperation::upsert;
        spec.step.external_id = "External_ID__c";
        spec.step.batch_rows = 40;
        spec.step.poll_every = seconds(1.0);
        spec.partitions = {RowSequence{0, 40}};
        spec.random = Random{1};
        spec.ledger = &ledger;
        org.duration = [](const FakeOrg::SentJob&) { return seconds(60.0); };
        org.interrupt_at = k_org_epoch + seconds(2.0);
        org.fault = [&](const HttpRequest& request) { return answer(request); };
    }

    std::optional<Result<HttpResponse>> answer(const HttpRequest& request) {
        if (request.body.find("Aborted") != std::string::npos) aborted = org.now();
        if (!aborted || request.method != "GET") return std::nullopt;
        if (request.target.find("Results") == std::string::npos) {
            return Result<HttpResponse>{test::json_answer(
                200,
                R"({"id":"750000000000000001","createdDate":"2026-01-01T00:00:00.000Z",
                    "systemModstamp":"2026-01-01T00:00:00.000Z","state":"Aborted",
                    "numberRecordsProcessed":0})"
            )};
        }
        if (org.now() >= *aborted + k_saves) return std::nullopt;
        return Result<HttpResponse>{
            test::error_answer(400, "INVALIDJOBSTATE", "Results are available once it is saved")};
    }

    Duration time_to_settle() {
        LoadPass pass{spec, org.now()};
        run_driver(pass, org);
        CHECK_FALSE(pass.error());
        CHECK(ledger.count(RowStatus::created) == 40);
        REQUIRE(aborted);
        return org.now() - *aborted;
    }

    test::TableSource source = test::numbered_rows(40);
    ResultLedger ledger{40};
    PassSpec spec;
    FakeOrg org;
    std::optional<TimePoint> aborted;
};

TEST_CASE("a mock says when an aborted job has settled, and nobody waits longer") {
    LoadPassAbortFixture f;
    f.spec.mock_org = true;
    const Duration took = f.time_to_settle();
    CHECK(took >= k_saves);
    CHECK(took <= 2 * k_saves);
}

TEST_CASE("any other org gets the time of a lock wait, and an answer that comes too early") {
    LoadPassAbortFixture f;
    CHECK(f.time_to_settle() >= std::chrono::seconds{15});
}

}  // namespace
}  // namespace rowlock
