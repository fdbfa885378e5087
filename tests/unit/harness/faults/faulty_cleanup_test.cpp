// Every fault against the ways of deleting: all that is meant is gone, nothing else is, and the
// report says so; or it says what is left.
#include "mockorg/base/file_text.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/faults/fault_world.hpp"

#include <fstream>

namespace rowlock {
namespace {

using namespace test;

using Arguments = std::vector<std::string>;

const std::string k_deals_left = std::string{"Opportunity WHERE "} + FaultWorld::k_deals_where;
const std::string k_accounts_left = "Account WHERE External_ID__c LIKE 'A%'";

/// One way of deleting, and how it ends without a fault.
struct Deletion {
    Arguments arguments;
    int code = 0;
    Json truth;
    /// Accounts that are there then.
    std::uint64_t accounts = 0;
};

/// What of the report tells how it ended.
Json end_of(const std::string& out) {
    const Json report = parsed(out);
    Json end;
    for (const char* name : {"found", "left", "inRecycleBin", "error"}) end[name] = report[name];
    return end;
}

Deletion deletion(FaultWorld& world, Arguments arguments) {
    Deletion done;
    world.restore();
    const ProgramResult program = world.undisturbed(arguments);
    INFO(program.out << program.err);
    done.code = program.code;
    done.truth = end_of(program.out);
    CHECK(done.truth["left"] == 0);
    CHECK(count_of(world.server(), k_deals_left) == 0);
    done.accounts = count_of(world.server(), "Account");
    done.arguments = std::move(arguments);
    return done;
}

void check_fault(FaultWorld& world, const Deletion& wanted, const FaultCase& fault) {
    const FaultedRun run = world.run(fault, wanted.arguments);
    INFO(fault.name << '\n' << run.program.out << run.program.err);
    const std::uint64_t left = count_of(world.server(), k_deals_left);
    CHECK(run.struck > 0);
    // Nothing goes that was not meant to.
    CHECK(count_of(world.server(), "Account") >= wanted.accounts);
    if (fault.gives_up) {
        CHECK(run.program.code != 0);
        if (!run.program.out.empty()) CHECK(parsed(run.program.out)["left"] == left);
        return;
    }
    CHECK(run.program.code == wanted.code);
    CHECK(left == 0);
    CHECK(end_of(run.program.out) == wanted.truth);
    CHECK(count_of(world.server(), "Account") == wanted.accounts);
}

Arguments deals_arguments() {
    return {
        "cleanup",
        "--object",
        "Opportunity",
        "--where",
        FaultWorld::k_deals_where,
        "--yes",
        "--json"};
}

TEST_CASE("cleanup leaves nothing behind and touches nothing else") {
    FaultWorld world;
    const Deletion wanted = deletion(world, deals_arguments());
    CHECK(wanted.code == 0);
    CHECK(wanted.truth["found"] == k_deals - 1);
    for (const FaultCase& fault : fault_cases()) check_fault(world, wanted, fault);
}

TEST_CASE("cleanup --hard leaves nothing in the recycle bin that was not there before") {
    FaultWorld world;
    Arguments arguments = deals_arguments();
    arguments.emplace_back("--hard");
    const Deletion wanted = deletion(world, arguments);
    // Two deals lay there already.
    CHECK(wanted.code == 1);
    CHECK(wanted.truth["inRecycleBin"] == 2);
    for (const FaultCase& fault : fault_cases()) check_fault(world, wanted, fault);
}

TEST_CASE("cleanup leaves no job open whose creation nobody answered") {
    FaultWorld world;
    const Deletion wanted = deletion(world, deals_arguments());
    FaultCase fault;
    fault.name = "lost";
    fault.what = R"("method":"POST","kind":)";
    fault.what += GENERATE(R"("reset")", R"("status","status":502,"done":true)");
    const FaultedRun run = world.run(fault, wanted.arguments, {0, 2, "*/jobs/ingest"});
    INFO(run.program.out << run.program.err);
    CHECK(run.struck == 2);
    CHECK(run.program.code == 0);
    CHECK(end_of(run.program.out) == wanted.truth);
    CHECK(open_jobs_of(world.server()) == 0);
}

/// Deals and accounts, of which the first run deletes the deals only: it comes to a bad end.
Arguments begin_deletion(FaultWorld& world, const std::string& journal) {
    Arguments arguments{
        "cleanup",
        "--object",
        "Opportunity",
        "--where",
        FaultWorld::k_deals_where,
        "--object",
        "Account",
        "--where",
        "External_ID__c LIKE 'A%'",
        "--yes",
        "--json",
        "--journal",
        journal};
    world.restore();
    const std::string failing =
        R"({"kind": "failed-job", "object": "Account", "operation": "delete"})";
    REQUIRE(ask(world.server(), "PUT", "/rowlock/faults/first", failing).status == 201);
    const ProgramResult stopped = world.undisturbed(arguments);
    INFO(stopped.out << stopped.err);
    REQUIRE(stopped.code != 0);
    REQUIRE(ask(world.server(), "DELETE", "/rowlock/faults").status < 300);
    REQUIRE(count_of(world.server(), k_accounts_left) == 3);
    world.keep();
    arguments.emplace_back("--resume");
    return arguments;
}

TEST_CASE("cleanup --resume deletes the rest and nothing else") {
    FaultWorld world;
    const std::string journal = world.file("deletion");
    const Arguments arguments = begin_deletion(world, journal);
    const auto first_run = read_file(journal, 1'000'000);
    REQUIRE(first_run);
    const Deletion wanted = deletion(world, arguments);
    CHECK(wanted.code == 0);
    CHECK(count_of(world.server(), k_accounts_left) == 0);
    // Killed as it asked for its last job, which was made.
    world.restore();
    const std::string job = R"({"object": "Account", "operation": "delete"})";
    ask(world.server(), "POST", "/services/data/v60.0/jobs/ingest", job);
    world.keep();
    const std::size_t asked = first_run->rfind('\n', first_run->rfind("\"creating\"")) + 1;
    const std::string killed =
        *first_run + first_run->substr(asked, first_run->find('\n', asked) + 1 - asked);
    for (const FaultCase& fault : fault_cases()) {
        std::ofstream{journal, std::ios::binary} << killed;
        check_fault(world, wanted, fault);
        CHECK(open_jobs_of(world.server()) == 0);
        if (!fault.gives_up) CHECK(count_of(world.server(), k_accounts_left) == 0);
    }
}

}  // namespace
}  // namespace rowlock
