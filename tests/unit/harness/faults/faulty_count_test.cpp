// Every fault against every way of counting: the same findings as without it, or a bad end that
// says so.
#include "tests/support/test.hpp"
#include "tests/unit/harness/faults/fault_world.hpp"

namespace rowlock {
namespace {

using namespace test;

using Arguments = std::vector<std::string>;

/// One way of counting, and what it finds without any fault.
struct Count {
    Arguments arguments;
    Json truth;
    /// It reads records by a query job.
    bool by_query = true;
    Aim aim;
};

Count counted(FaultWorld& world, Arguments arguments) {
    arguments.insert(arguments.begin(), "count");
    arguments.emplace_back("--json");
    Count count;
    world.restore();
    const ProgramResult program = world.undisturbed(arguments);
    INFO(program.out << program.err);
    REQUIRE(program.code == 1);
    count.truth = parsed(program.out);
    REQUIRE_FALSE(count.truth["findings"].empty());
    count.arguments = std::move(arguments);
    return count;
}

void check_fault(FaultWorld& world, const Count& count, const FaultCase& fault) {
    const FaultedRun run = world.run(fault, count.arguments, count.aim);
    INFO(fault.name << '\n' << run.program.out << run.program.err);
    const bool is_reached =
        fault.of == FaultCase::Of::requests || (fault.of == FaultCase::Of::jobs && count.by_query);
    // Nobody's lock hinders a reader.
    if (is_reached) CHECK(run.struck > 0);
    if (fault.gives_up && count.by_query) {
        CHECK(run.program.code == 4);
        CHECK_THAT(
            run.program.err,
            Catch::Matches(
                "error: query job 750[0-9A-Za-z]{15} ended as Failed: InternalServerError : [^]*"
            )
        );
        return;
    }
    CHECK(run.program.code == 1);
    CHECK(parsed(run.program.out) == count.truth);
}

void check_every_fault(FaultWorld& world, const Count& count) {
    for (const FaultCase& fault : reading_faults()) check_fault(world, count, fault);
}

TEST_CASE("count --report") {
    FaultWorld world;
    Count count = counted(
        world, {"--report", world.file("report.json"), "--where", FaultWorld::k_deals_where}
    );
    CHECK(count.truth["records"] == k_deals - 1);
    CHECK(count.truth["rows"]["created"] == k_deals);
    count.by_query = false;
    // It asks little.
    count.aim.after = 0;
    check_every_fault(world, count);
}

TEST_CASE("count --load finds what is missing and what is too much") {
    FaultWorld world;
    const Count count =
        counted(world, {"--load", world.load(), "--where", FaultWorld::k_deals_where});
    CHECK(count.truth["comparison"]["missing"] == 2);
    CHECK(count.truth["comparison"]["extra"] == 1);
    check_every_fault(world, count);
}

TEST_CASE("count --journal asks the jobs what became of the rows") {
    FaultWorld world;
    const Count count =
        counted(world, {"--load", world.load(), "--journal", world.file("journal")});
    CHECK(count.truth["rows"]["created"] == k_deals);
    CHECK(count.truth["results"]["missing"] == 2);
    check_every_fault(world, count);
}

TEST_CASE("count --journal reads batches of Bulk API 1.0 as well") {
    FaultWorld world{k_deals, "bulk1"};
    const Count count =
        counted(world, {"--load", world.load(), "--journal", world.file("journal")});
    CHECK(count.truth["rows"]["created"] == k_deals);
    CHECK(count.truth["results"]["missing"] == 2);
    check_every_fault(world, count);
}

TEST_CASE("count --jobs") {
    FaultWorld world;
    const Count count = counted(world, {"--load", world.load(), "--jobs", world.job_ids()});
    CHECK(count.truth["rows"]["created"] == k_deals);
    CHECK(count.truth["results"]["missing"] == 2);
    check_every_fault(world, count);
}

TEST_CASE("count --key finds doubled records") {
    FaultWorld world;
    const Count count = counted(
        world, {"--object", "Opportunity", "--key", "StageName", "--where", "Name != 'More'"}
    );
    CHECK(count.truth["doubled"]["keys"] == 1);
    CHECK(count.truth["doubled"]["duplicates"] == k_deals - 3);
    check_every_fault(world, count);
}

TEST_CASE("count --watch waits for the number, whatever comes in between") {
    FaultWorld world;
    // A job that runs only while the watch lets time pass.
    world.begin_job("EXT-late", 10);
    const std::uint64_t expected = k_deals - 1 + 10;
    const Arguments arguments{
        "count",
        "--object",
        "Opportunity",
        "--where",
        FaultWorld::k_deals_where,
        "--expect",
        std::to_string(expected),
        "--watch",
        "5",
        "--json"};
    for (const FaultCase& fault : reading_faults()) {
        // The rows that it waits for would never come.
        if (fault.gives_up) continue;
        const FaultedRun run = world.run(fault, arguments);
        INFO(fault.name << '\n' << run.program.out << run.program.err);
        CHECK(run.struck > 0);
        CHECK(run.program.code == 0);
        CHECK(parsed(run.program.out)["records"] == expected);
        CHECK_THAT(run.program.err, Catch::Contains(std::to_string(k_deals - 1) + " of "));
    }
}

TEST_CASE("trouble that lasts for some seconds is waited out") {
    FaultWorld world;
    Count count = counted(world, {"--load", world.load(), "--where", FaultWorld::k_deals_where});
    const auto check = [&](const std::string& what, const Aim& aim) {
        FaultCase fault;
        fault.name = "lasting";
        fault.what = what;
        count.aim = aim;
        check_fault(world, count, fault);
    };
    check(R"("kind":"status","status":503)", {2, k_lasting, ""});
    check(R"("kind":"reset")", {2, k_lasting, ""});
    check(R"("kind":"status","status":500)", {0, k_lasting, "*/jobs/query"});
}

TEST_CASE("a page of many records is not lost") {
    // More than one page of a bulk query holds.
    constexpr std::uint64_t k_many = 50'400;
    FaultWorld world{k_many};
    Count count = counted(world, {"--load", world.load(), "--where", FaultWorld::k_deals_where});
    CHECK(count.truth["comparison"]["found"] == k_many - 2);
    CHECK(count.truth["comparison"]["missing"] == 2);
    CHECK(count.truth["comparison"]["extra"] == 1);
    // The second page.
    count.aim = {1, 1, "*/jobs/query/*/results"};
    for (const FaultCase& fault : reading_faults()) {
        if (fault.of == FaultCase::Of::requests) check_fault(world, count, fault);
    }
}

}  // namespace
}  // namespace rowlock
