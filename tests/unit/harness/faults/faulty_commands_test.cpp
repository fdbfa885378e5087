// Every fault against the commands that read and delete what a load made.
#include "tests/support/test.hpp"
#include "tests/unit/harness/faults/fault_cases.hpp"
#include "tests/unit/harness/replay/temporary_file.hpp"

#include <string>

namespace rowlock {
namespace {

using namespace test;

struct LoadedOrg {
    LiveServer server{ClockMode::Kind::manual, deals_org()};
    TemporaryFile load{deals_load("upsert", "bulk2", "")};
    TemporaryFile report;

    LoadedOrg() {
        const auto replay =
            run_program(against(server, {"replay", load.path, "--report", report.path}));
        INFO(replay.err);
        REQUIRE(replay.code == 0);
        ask(server, "PUT", "/rowlock/snapshots/loaded");
    }

    /// The command with the fault, and how often that struck.
    ProgramResult run(const FaultCase& fault, const std::vector<std::string>& arguments) {
        ask(server, "POST", "/rowlock/snapshots/loaded/restore");
        ask(server, "POST", "/rowlock/sessions/renew");
        const HttpResponse set = ask(server, "PUT", "/rowlock/faults/" + fault.name, once(fault));
        REQUIRE(set.status == 201);
        ProgramResult result = run_program(against_faulty(server, fault, arguments));
        const Json shown = json_of(ask(server, "GET", "/rowlock/faults/" + fault.name).body);
        struck = shown["struck"].get<std::uint64_t>();
        ask(server, "DELETE", "/rowlock/faults");
        return result;
    }

    std::uint64_t struck = 0;
};

TEST_CASE("count is right or says that it cannot be had") {
    LoadedOrg org;
    for (const FaultCase& fault : fault_cases()) {
        const ProgramResult counted = org.run(
            fault, {"count", "--report", org.report.path, "--where", "External_ID__c LIKE 'EXT-%'"}
        );
        INFO(fault.name << '\n' << counted.out << counted.err);
        CHECK(counted.code == 0);
        CHECK_THAT(counted.out, Catch::Contains("every row is accounted for"));
    }
}

TEST_CASE("count finds the rows one by one") {
    LoadedOrg org;
    for (const FaultCase& fault : fault_cases()) {
        const ProgramResult counted = org.run(
            fault,
            {"count", "--load", org.load.path, "--where", "External_ID__c LIKE 'EXT-%'", "--json"}
        );
        INFO(fault.name << '\n' << counted.out << counted.err);
        if (fault.gives_up) {
            CHECK(counted.code == 4);
        } else {
            CHECK(counted.code == 0);
        }
        CHECK((org.struck > 0 || fault.name == "lock"));
    }
}

TEST_CASE("cleanup leaves nothing behind and touches nothing else") {
    LoadedOrg org;
    for (const FaultCase& fault : fault_cases()) {
        const ProgramResult cleaned = org.run(
            fault,
            {"cleanup",
             "--object",
             "Opportunity",
             "--where",
             "External_ID__c LIKE 'EXT-%'",
             "--yes"}
        );
        INFO(fault.name << '\n' << cleaned.out << cleaned.err);
        const std::uint64_t left = deals_of(org.server).size();
        CHECK(org.struck > 0);
        if (fault.gives_up) {
            CHECK(cleaned.code != 0);
        } else {
            CHECK(cleaned.code == 0);
            CHECK(left == 0);
        }
        const Json accounts = json_of(
            ask(org.server, "GET", "/services/data/v60.0/query?q=SELECT+COUNT()+FROM+Account").body
        );
        CHECK(accounts["totalSize"] == 3);
    }
}

TEST_CASE("verify finds nothing wrong that is not") {
    LoadedOrg org;
    for (const FaultCase& fault : fault_cases()) {
        const ProgramResult verified =
            org.run(fault, {"verify", "--load", org.load.path, "--report", org.report.path});
        INFO(fault.name << '\n' << verified.out << verified.err);
        CHECK(verified.code == 0);
        CHECK_THAT(verified.out, Catch::Contains("0 failed"));
        CHECK(org.struck > 0);
    }
}

}  // namespace
}  // namespace rowlock
