#include "harness/cleanup/cleanup_command.hpp"
#include "harness/verify/baseline_file.hpp"
#include "mockorg/base/random.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/cleanup/cleanup_family.hpp"
#include "tests/unit/harness/count/tagged_world.hpp"

namespace rowlock {
namespace {

using test::checked;
using test::Folder;
using test::insert;
using test::LiveServer;
using test::make_family;
using test::options_for;
using test::Printed;

std::string write_baseline(const Folder& folder, const LiveServer& server, std::int64_t taken_ms) {
    Baseline baseline;
    baseline.target = server.url();
    baseline.api_version = "60.0";
    baseline.taken_ms = taken_ms;
    return folder.write("base.json", json_of(baseline));
}

std::int64_t org_time_ms(const LiveServer& server) {
    return test::get_json(server, "/rowlock/clock")["nowMicroseconds"].get<std::int64_t>() / 1000;
}

TEST_CASE("a tag that finds what the baseline had is refused, with some of the records") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const auto old = insert(server, folder, "Contact", "LastName\nw-old\n", "LastName = 'w-old'");
    CleanupOptions options = options_for(server, {"Contact"}, {"LastName LIKE 'w-%'"});
    options.baseline_file = write_baseline(folder, server, org_time_ms(server));
    const auto fresh = insert(server, folder, "Contact", "LastName\nw-new\n", "LastName = 'w-new'");
    options.yes = true;
    const Printed refused = test::run(run_cleanup, options);
    CHECK(refused.code == 2);
    CHECK_THAT(
        refused.err,
        Catch::Contains("finds 1 record of Contact that were there") &&
            Catch::Contains(old.at(0)) && !Catch::Contains(fresh.at(0))
    );
    CHECK(test::records_with(server, "Contact", "LastName LIKE 'w-%'") == 2);
    options.conditions = {"LastName = 'w-new'"};
    CHECK(test::run(run_cleanup, options).code == 0);
    CHECK(test::records_with(server, "Contact", "LastName LIKE 'w-%'") == 1);
}

TEST_CASE("nor does what the baseline had go with a new parent") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const auto old = insert(server, folder, "Contact", "LastName\nold\n", "LastName = 'old'");
    CleanupOptions options = options_for(server, {"Account"}, {"Name = 'new'"});
    options.baseline_file = write_baseline(folder, server, org_time_ms(server));
    const auto account = insert(server, folder, "Account", "Name\nnew\n", "Name = 'new'");
    const std::string moved = "Id,AccountId\n" + old.at(0) + ',' + account.at(0) + '\n';
    REQUIRE(
        test::send_rows(
            server, test::write_load(folder, "move", "Contact", moved, R"("operation": "update")")
        )
            .code == 0
    );
    options.yes = true;
    const Printed refused = test::run(run_cleanup, options);
    CHECK(refused.code == 2);
    CHECK_THAT(
        refused.err,
        Catch::Contains("with records of Account would go (by AccountId) 1 record of Contact") &&
            Catch::Contains(old.at(0))
    );
}

/// Writes the cells of records that are there.
void update(
    const LiveServer& server,
    const Folder& folder,
    const std::string& object,
    const std::string& csv
) {
    const std::string load =
        test::write_load(folder, "update", object, csv, R"("operation": "update")");
    REQUIRE(test::send_rows(server, load).code == 0);
}

TEST_CASE("a reference to several objects hides nothing that goes with a child of a child") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const auto task = insert(server, folder, "Task", "Subject\nold\n", "Subject = 'old'");
    CleanupOptions options = options_for(server, {"Account"}, {"Name = 'new'"});
    const std::string baseline = write_baseline(folder, server, org_time_ms(server));
    const auto account = insert(server, folder, "Account", "Name\nnew\n", "Name = 'new'");
    const auto contacts = insert(
        server,
        folder,
        "Contact",
        "LastName,AccountId\nhas," + account.at(0) + "\nother,\n",
        "LastName != ''"
    );
    insert(
        server, folder, "Task", "Subject,WhoId\nstays," + contacts.at(1) + '\n', "Subject = 'stays'"
    );
    update(server, folder, "Task", "Id,WhoId\n" + task.at(0) + ',' + contacts.at(0) + '\n');

    const Json dry = checked(test::run(run_cleanup, options));
    REQUIRE(dry["vanishing"].size() == 2);
    CHECK(dry["vanishing"][1]["object"] == "Task");
    CHECK(dry["vanishing"][1]["path"] == "WhoId");
    CHECK(dry["vanishing"][1]["records"] == 1);

    options.yes = true;
    options.baseline_file = baseline;
    const Printed refused = test::run(run_cleanup, options);
    CHECK(refused.code == 2);
    CHECK_THAT(
        refused.err,
        Catch::Contains("would go (by WhoId) 1 record of Task that were there") &&
            Catch::Contains(task.at(0))
    );
    CHECK(test::records_with(server, "Account", "Name = 'new'") == 1);
}

TEST_CASE("references that a delete clears are planned, and a baseline's are guarded") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const auto keep = insert(server, folder, "Contact", "LastName\nkeep\n", "LastName = 'keep'");
    CleanupOptions options = options_for(server, {"Contact"}, {"LastName LIKE 'w-%'"});
    const std::string baseline = write_baseline(folder, server, org_time_ms(server));
    const auto boss = insert(server, folder, "Contact", "LastName\nw-1\n", "LastName = 'w-1'");
    // One of the object's own, and one of those to be deleted: that one does not count.
    insert(
        server,
        folder,
        "Contact",
        "LastName,ReportsToId\nw-2," + boss.at(0) + '\n',
        "LastName = 'w-2'"
    );
    update(server, folder, "Contact", "Id,ReportsToId\n" + keep.at(0) + ',' + boss.at(0) + '\n');

    const Json dry = checked(test::run(run_cleanup, options));
    REQUIRE(dry["cleared"].size() == 1);
    CHECK(dry["cleared"][0]["object"] == "Contact");
    CHECK(dry["cleared"][0]["path"] == "ReportsToId");
    CHECK(dry["cleared"][0]["records"] == 1);
    CHECK(dry["vanishing"].empty());

    options.yes = true;
    options.baseline_file = baseline;
    const Printed refused = test::run(run_cleanup, options);
    CHECK(refused.code == 2);
    CHECK_THAT(
        refused.err,
        Catch::Contains("would clear the reference ReportsToId of 1 record of Contact") &&
            Catch::Contains(keep.at(0)) && Catch::Contains("--allow-cleared-lookups")
    );
    options.allow_cleared_lookups = true;
    options.json = false;
    const Printed done = test::run(run_cleanup, options);
    INFO(done.err);
    CHECK(done.code == 0);
    CHECK_THAT(
        done.out,
        Catch::Contains("1 record of Contact that no condition finds loses a reference to records "
                        "of Contact (by ReportsToId)")
    );
    CHECK(test::records_with(server, "Contact", "LastName = 'keep'") == 1);
}

TEST_CASE("a baseline of another org is none") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const LiveServer other{ClockMode::Kind::manual, test::external_id_org()};
    CleanupOptions options = options_for(server, {"Contact"}, {"LastName = 'x'"});
    options.baseline_file = write_baseline(folder, other, 0);
    const Printed refused = test::run(run_cleanup, options);
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Catch::Contains("was taken of " + other.url()));
}

TEST_CASE("what cannot be counted is said; with a baseline it is a refusal") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const auto empty = write_baseline(folder, server, org_time_ms(server));
    make_family(server, folder, "w", Random{3});
    // A semi-join inside a semi-join is more than an org answers.
    CleanupOptions options = options_for(
        server, {"Account"}, {"Id IN (SELECT AccountId FROM Contact WHERE LastName LIKE 'w-%')"}
    );
    const Json dry = checked(test::run(run_cleanup, options));
    CHECK(dry["found"] > 0);
    CHECK(dry["uncounted"].size() > 3);
    options.json = false;
    CHECK_THAT(
        test::run(run_cleanup, options).out,
        Catch::Contains("may go along, lose a reference or stand in the way: Contact by AccountId, "
                        "Opportunity")
    );
    options.baseline_file = empty;
    const Printed refused = test::run(run_cleanup, options);
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Catch::Contains("does not tell whether records that the baseline had"));
    options.allow_uncounted = true;
    CHECK(test::run(run_cleanup, options).code == 0);
}

}  // namespace
}  // namespace rowlock
