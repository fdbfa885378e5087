#include "mockorg/testing/in_process_org.hpp"

#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

OrgConfig four_seconds() {
    OrgConfig config;
    config.profile.hold = {4.0, 0.0};
    config.profile.pre_lock = Duration{0};
    config.profile.batch_overhead = Duration{0};
    return config;
}

TEST_CASE("three lines make an org, load it and count") {
    auto org = require_value(InProcessOrg::create(four_seconds()));
    const RecordId job = require_value(org.load_csv("Account", "insert", "Name\nAcme\n\"\"\n"));
    org.run_until_idle();
    CHECK(require_value(org.count("SELECT COUNT() FROM Account")) == 1);
    CHECK(require_value(org.count("SELECT Id FROM Account")) == 1);
    CHECK(require_value(org.job(job)).state == JobState::job_complete);
    CHECK(require_value(org.results(job, JobResultKind::successful)).at(0, "Name") == "Acme");
    CHECK(require_value(org.results(job, JobResultKind::failed)).rows.size() == 1);
}

TEST_CASE("time moves by hand, and locks can be looked at meanwhile") {
    auto org = require_value(InProcessOrg::create(four_seconds()));
    const auto acme =
        require_value(org.write({"Account", Operation::insert, {}, {}, {{"Name", "Acme"}}}));
    CHECK(acme.created);
    REQUIRE(org.load_csv("Contact", "insert", "LastName,AccountId\nSmith," + acme.id.text() + "\n")
                .has_value());
    org.advance(seconds(3));
    REQUIRE(org.locks().size() == 1);
    CHECK(org.locks()[0].record == acme.id);
    CHECK(require_value(org.count("SELECT COUNT() FROM Contact")) == 0);
    org.advance(seconds(1));
    CHECK(org.locks().empty());
    CHECK(require_value(org.count("SELECT COUNT() FROM Contact")) == 1);
}

TEST_CASE("an error names its code and message, and becomes an exception where a value is required"
) {
    auto org = require_value(InProcessOrg::create(four_seconds()));
    CHECK(org.load_csv("Nope", "insert", "").error().code == ErrorCode::invalid_entity);
    CHECK_THROWS_WITH(
        require_value(org.load_csv("Nope", "insert", "")),
        "INVALIDENTITY:Entity 'Nope' is not supported by the Bulk API.:--"
    );
    CHECK_FALSE(org.load_csv("Account", "insert", "Name\n", {{}, true, {}}).has_value());
    CHECK_FALSE(org.count("SELEKT").has_value());
    CHECK_FALSE(org.results(*RecordId::parse("750RL0000000001"), JobResultKind::failed).has_value()
    );
}

TEST_CASE("a job may have a key, a lane and a format") {
    OrgConfig config = four_seconds();
    config.bulk2_serial = Bulk2Serial::honour;
    auto org = require_value(InProcessOrg::create(std::move(config)));
    BulkJobSettings settings;
    settings.external_id_field = "Name";
    settings.serial = true;
    settings.format = {Delimiter::tab, LineEnding::crlf};
    const std::string csv = "Name\tStageName\tCloseDate\r\nDeal\tProspecting\t2026-01-01\r\n";
    const RecordId job = require_value(org.load_csv("Opportunity", "upsert", csv, settings));
    org.run_until_idle();
    const JobInfo info = require_value(org.job(job));
    CHECK(info.lane == Lane::serial);
    CHECK(info.rows_failed == 0);
    CHECK(
        require_value(org.results(job, JobResultKind::successful)).at(0, "StageName") ==
        "Prospecting"
    );
}

TEST_CASE("a body in pieces is read whole") {
    int pieces = 0;
    CHECK(read_all([&](std::string& out) {
              out.append("x");
              return ++pieces < 3;
          }) == "xxx");
}

}  // namespace
}  // namespace rowlock
