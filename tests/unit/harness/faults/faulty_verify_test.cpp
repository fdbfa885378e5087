// Every fault against the commands that prove: the same findings as without it, or no proof.
#include "mockorg/base/file_text.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/faults/fault_world.hpp"

#include <filesystem>

namespace rowlock {
namespace {

using namespace test;

using Arguments = std::vector<std::string>;

// More than one page of a bulk query holds.
constexpr std::uint64_t k_many = 50'400;
const std::string k_pages = "*/jobs/query/*/results";

Arguments verify_arguments(const FaultWorld& world, bool with_baseline) {
    Arguments arguments{
        "verify",
        "--load",
        world.load(),
        "--report",
        world.file("report.json"),
        "--where",
        std::string{"Opportunity:"} + FaultWorld::k_deals_where,
        "--where",
        "Account:External_ID__c LIKE 'A%'",
        "--json"};
    if (with_baseline) arguments.insert(arguments.end(), {"--baseline", world.file("base.json")});
    return arguments;
}

/// How many findings the checks of this name have, all objects together.
std::uint64_t findings_of(const Json& proof, const std::string& check) {
    std::uint64_t findings = 0;
    for (const Json& each : proof["checks"]) {
        if (each["check"] == check) findings += each["faults"].get<std::uint64_t>();
    }
    return findings;
}

/// What verify finds in that world, which is what there is to be found.
Json truth_of(FaultWorld& world, bool with_baseline) {
    world.restore();
    const ProgramResult program = world.undisturbed(verify_arguments(world, with_baseline));
    INFO(program.out << program.err);
    REQUIRE(program.code == 1);
    Json truth = parsed(program.out);
    CHECK(findings_of(truth, "jobs") == 0);
    CHECK(findings_of(truth, "count") > 0);
    CHECK(findings_of(truth, "orphans") == 1);
    // An account was changed, another one deleted.
    CHECK(findings_of(truth, "unchanged") == (with_baseline ? 2 : 0));
    return truth;
}

void check_verify(
    FaultWorld& world,
    const Arguments& arguments,
    const Json& truth,
    const FaultCase& fault,
    const Aim& aim
) {
    const FaultedRun run = world.run(fault, arguments, aim);
    INFO(fault.name << '\n' << run.program.out << run.program.err);
    if (fault.of != FaultCase::Of::records) CHECK(run.struck > 0);
    if (fault.gives_up) {
        // What could not be read is no proof of anything.
        CHECK(run.program.code != 0);
        CHECK(run.program.out.find(R"("holds":true)") == std::string::npos);
        return;
    }
    CHECK(run.program.code == 1);
    CHECK(parsed(run.program.out) == truth);
}

/// The baseline that a file holds, without the time when it was taken.
std::string content_of(const std::string& path) {
    const auto text = read_file(path, 10'000'000);
    REQUIRE(text);
    Json baseline = parsed(*text);
    const std::string records_name = baseline["recordsFile"].get<std::string>();
    const auto records =
        read_file((std::filesystem::path{path}.parent_path() / records_name).string(), 100'000'000);
    REQUIRE(records);
    baseline.erase("takenAt");
    return baseline.dump() + *records;
}

struct BaselineCase {
    FaultWorld& world;
    std::string path = world.file("again.json");
    Arguments arguments{"baseline", "--load", world.load(), "--out", path};
    std::string truth = undisturbed();

    std::string undisturbed() {
        world.restore();
        const ProgramResult program = world.undisturbed(arguments);
        INFO(program.out << program.err);
        REQUIRE(program.code == 0);
        return content_of(path);
    }

    void check(const FaultCase& fault, const Aim& aim) {
        std::filesystem::remove(path);
        const FaultedRun run = world.run(fault, arguments, aim);
        INFO(fault.name << '\n' << run.program.out << run.program.err);
        if (fault.of != FaultCase::Of::records) CHECK(run.struck > 0);
        if (fault.gives_up) {
            CHECK(run.program.code == 4);
            CHECK_FALSE(std::filesystem::exists(path));
        } else {
            CHECK(run.program.code == 0);
            REQUIRE(std::filesystem::exists(path));
            CHECK(content_of(path) == truth);
        }
    }
};

TEST_CASE("verify finds what there is to find, whatever goes wrong") {
    FaultWorld world;
    for (const bool with_baseline : {true, false}) {
        const Arguments arguments = verify_arguments(world, with_baseline);
        const Json truth = truth_of(world, with_baseline);
        for (const FaultCase& fault : reading_faults())
            check_verify(world, arguments, truth, fault, {});
    }
}

TEST_CASE("verify and baseline wait out what lasts for some seconds") {
    FaultWorld world;
    FaultCase fault;
    fault.name = "lasting";
    fault.what = R"("kind":"status","status":502)";
    const Aim aim{1, k_lasting, ""};
    check_verify(world, verify_arguments(world, true), truth_of(world, true), fault, aim);
    BaselineCase baseline{world};
    baseline.check(fault, aim);
}

TEST_CASE("verify loses no page of many records") {
    FaultWorld world{k_many};
    const Arguments arguments = verify_arguments(world, true);
    const Json truth = truth_of(world, true);
    std::vector<FaultCase> taking_answers = reading_faults();
    std::erase_if(taking_answers, [](const FaultCase& fault) {
        return fault.of != FaultCase::Of::requests || fault.ends_session || fault.name == "slow";
    });
    // One page after the other, each by another fault, until there are no more.
    for (unsigned page = 0;; ++page) {
        const FaultCase& fault = taking_answers[page % taking_answers.size()];
        const FaultedRun run = world.run(fault, arguments, {page, 1, k_pages});
        INFO(fault.name << " on page " << page << '\n' << run.program.out << run.program.err);
        CHECK(run.program.code == 1);
        CHECK(parsed(run.program.out) == truth);
        if (run.struck == 0) {
            CHECK(page >= 4);
            break;
        }
    }
}

TEST_CASE("a baseline is whole or not there") {
    FaultWorld world;
    BaselineCase baseline{world};
    CHECK_THAT(baseline.truth, Catch::Contains("\"records\":" + std::to_string(k_deals - 1)));
    for (const FaultCase& fault : reading_faults()) baseline.check(fault, {});
}

TEST_CASE("a baseline loses no page of many records") {
    FaultWorld world{k_many};
    BaselineCase baseline{world};
    // Of accounts there is one page, and this is the second one of opportunities.
    for (const FaultCase& fault : reading_faults()) {
        if (fault.of == FaultCase::Of::requests) baseline.check(fault, {2, 1, k_pages});
    }
}

}  // namespace
}  // namespace rowlock
