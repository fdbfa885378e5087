#include "mockorg/engine/kept_requests.hpp"

#include "mockorg/engine/world.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/bulk1_fixture.hpp"

namespace rowlock {
namespace {

/// A world with jobs whose batches have ended, without an org around it.
struct KeptRequestsFixture {
    explicit KeptRequestsFixture(std::size_t plain_bytes_max)
        : world(foundation_of(plain_bytes_max)) {}

    static std::shared_ptr<const Foundation> foundation_of(std::size_t plain_bytes_max) {
        OrgConfig config;
        config.plain_requests_bytes_max = plain_bytes_max;
        auto rules = require_value(LockRules::compile(config.schema, {}));
        auto plans = make_write_plans(*config.schema);
        return std::make_shared<const Foundation>(Foundation{
            std::move(config), std::move(rules), std::move(plans), {'R', 'L', '0'}});
    }

    std::uint32_t add_job() {
        Job job;
        job.info.api = BulkApi::v1;
        job.info.state = JobState::closed;
        world.add_job(std::move(job));
        return static_cast<std::uint32_t>(world.jobs.size() - 1);
    }

    void end_batch(std::uint32_t job, const std::string& text) {
        auto& batches = world.jobs[job].batches;
        Batch batch;
        batch.state = BatchState::completed;
        batch.created = world.now;
        batch.request = BatchText{std::make_shared<const std::string>(text)};
        batches.push_back(std::move(batch));
        keep_request(world, {job, static_cast<std::uint32_t>(batches.size() - 1)});
    }

    const BatchText& request(std::uint32_t job, std::size_t batch) const {
        return world.jobs[job].batches[batch].request;
    }

    World world;
};

TEST_CASE("the latest texts stay as they came, older ones are packed") {
    KeptRequestsFixture fixture{2'500};
    const std::uint32_t job = fixture.add_job();
    const std::uint32_t other = fixture.add_job();
    for (int i = 0; i < 3; ++i)
        fixture.end_batch(job, std::string(1'000, static_cast<char>('a' + i)));
    fixture.end_batch(other, std::string(1'000, 'x'));
    CHECK(fixture.request(job, 0).is_packed());
    CHECK(fixture.request(job, 1).is_packed());
    CHECK_FALSE(fixture.request(job, 2).is_packed());
    CHECK_FALSE(fixture.request(other, 0).is_packed());
    CHECK(*fixture.request(job, 0).read() == std::string(1'000, 'a'));
    CHECK(fixture.world.kept_requests.plain_bytes == 2'000);
    // One that is too much by itself.
    fixture.end_batch(other, std::string(3'000, 'y'));
    CHECK(fixture.request(other, 1).is_packed());
    CHECK(fixture.world.kept_requests.plain_bytes == 0);
}

TEST_CASE("texts go with the jobs that nobody can ask for any more") {
    const std::size_t plain_bytes_max = GENERATE(0U, 1'500U, 10'000U);
    KeptRequestsFixture fixture{plain_bytes_max};
    const std::uint32_t old = fixture.add_job();
    fixture.end_batch(old, std::string(1'000, 'a'));
    fixture.end_batch(old, std::string(1'000, 'b'));
    fixture.world.now += std::chrono::hours{8 * 24};
    const std::uint32_t recent = fixture.add_job();
    fixture.end_batch(recent, std::string(1'000, 'c'));
    CHECK(fixture.request(old, 0).size() == 0);
    CHECK(fixture.request(old, 1).bytes_kept() == 0);
    CHECK(*fixture.request(recent, 0).read() == std::string(1'000, 'c'));
    CHECK(fixture.world.kept_requests.batches.size() == 1);
    CHECK(fixture.world.kept_requests.plain_bytes == (plain_bytes_max == 0 ? 0U : 1'000U));
}

TEST_CASE("whether packed or not, clients get back what they sent") {
    OrgConfig config = steady_config();
    config.plain_requests_bytes_max = GENERATE(0U, 3'000U, 1'000'000U);
    Bulk1Fixture fixture{config};
    const RecordId job = fixture.create("Account", "insert");
    const RecordId first = fixture.add(job, accounts_csv(400));
    const RecordId query_job = fixture.create("Account", "query");
    const std::string soql = "SELECT Id FROM Account WHERE Name = '" + std::string(500, 'x') + "'";
    const RecordId query = fixture.add(query_job, soql);
    const RecordId second = fixture.add(job, accounts_csv(500));
    const auto snapshot = fixture.org.org().snapshot();
    for (int run = 0; run < 2; ++run) {
        fixture.org.run_until_idle();
        CHECK(*require_value(fixture.org.ask(GetBatchRequest{job, first})) == accounts_csv(400));
        CHECK(*require_value(fixture.org.ask(GetBatchRequest{job, second})) == accounts_csv(500));
        CHECK(*require_value(fixture.org.ask(GetBatchRequest{query_job, query})) == soql);
        CHECK(fixture.rows(job, second).size() == 500);
        fixture.org.org().restore(*snapshot);
    }
    fixture.set_state(job, "Aborted");
    CHECK(*require_value(fixture.org.ask(GetBatchRequest{job, second})) == accounts_csv(500));
}

}  // namespace
}  // namespace rowlock
