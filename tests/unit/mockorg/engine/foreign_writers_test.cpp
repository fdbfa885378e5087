#include "mockorg/engine/foreign_writers.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/foreign_fixture.hpp"

namespace rowlock {
namespace {

TEST_CASE_METHOD(ForeignFixture, "what does not fit the schema is refused, with its member") {
    const auto refused_member = [&](const ForeignWriter& writer) {
        const auto set = org_itself().set_foreign_writer(writer);
        REQUIRE_FALSE(set);
        CHECK(set.error().code == ErrorCode::client_input_error);
        return set.error().fields;
    };
    ForeignWriter writer = user("Ann", "Acme");
    writer.object = "Acount";
    CHECK(refused_member(writer) == std::vector<std::string>{"object"});
    writer = user("Ann", "Acme");
    writer.where = "Nmae = 'x'";
    CHECK(refused_member(writer) == std::vector<std::string>{"where"});
    for (const char* path : {"Acount", "Account.", "", "LastName", "Account.Name"}) {
        writer = automation("trigger", path);
        INFO(path);
        CHECK(refused_member(writer) == std::vector<std::string>{"updates"});
    }
    writer = automation("trigger", "self");
    writer.after_delete = true;
    CHECK(refused_member(writer) == std::vector<std::string>{"updates"});
    CHECK(org_itself().foreign_writers().empty());
}

TEST_CASE_METHOD(ForeignFixture, "they are told by name; one takes the place of its namesake") {
    set(user("Bob", "Acme"));
    set(user("Ann", "Acme"));
    ForeignWriter other = user("Bob", "Acme");
    other.hold = ForeignHold{seconds(7), 0.0};
    set(other);
    const auto reports = org_itself().foreign_writers();
    REQUIRE(reports.size() == 2);
    CHECK(reports[0].writer.name == "Ann");
    CHECK(reports[1].writer.hold->mean == seconds(7));
    CHECK(org_itself().remove_foreign_writer("Bob"));
    CHECK_FALSE(org_itself().remove_foreign_writer("Bob"));
}

TEST_CASE_METHOD(ForeignFixture, "there are at most a hundred") {
    for (std::size_t i = 0; i < k_foreign_writers_max; ++i)
        set(user("user" + std::to_string(i), "Acme"));
    const auto one_more = org_itself().set_foreign_writer(user("Ann", "Acme"));
    REQUIRE_FALSE(one_more);
    CHECK(one_more.error().code == ErrorCode::exceeded_quota);
    set(user("user7", "Acme"));
}

TEST_CASE_METHOD(ForeignFixture, "whoever is taken away lets go, and others go on") {
    const std::string acme = account("Acme");
    set(user("Ann", "Acme"));
    org.advance(seconds(1));
    const RecordId job = load("Contact", "insert", contacts_csv(3, acme));
    org.advance(seconds(1));
    CHECK(report("Ann").holding == 1);
    CHECK(org_itself().remove_foreign_writer("Ann"));
    org.run_until_idle();
    CHECK(this->job(job).rows_failed == 0);
    CHECK(org.locks().empty());
    // Its commit, still to come, means nobody any more.
    org.advance(seconds(60));
    org_itself().check_invariants();
}

TEST_CASE_METHOD(ForeignFixture, "snapshots keep them with all they hold and did") {
    account("Acme");
    const auto before = org_itself().snapshot();
    set(user("Ann", "Acme"));
    org.advance(seconds(1));
    const auto held = org_itself().snapshot();
    org.advance(seconds(60));
    CHECK(report("Ann").statistics.committed == 1);
    org_itself().restore(*held);
    CHECK(report("Ann").holding == 1);
    CHECK(report("Ann").statistics.committed == 0);
    org.advance(seconds(60));
    CHECK(report("Ann").statistics.committed == 1);
    org_itself().restore(*before);
    CHECK(org_itself().foreign_writers().empty());
    CHECK(org.locks().empty());
}

}  // namespace
}  // namespace rowlock
