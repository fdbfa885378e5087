#include "checks/command/output_targets.hpp"

#include "checks/command/map_command.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/command/command_runs.hpp"

#include <filesystem>

namespace rowlock {
namespace {

using test::check_of;
using test::Folder;
using test::plan_of;
using test::run;

TEST_CASE("targets are compared as files, not as texts") {
    const Folder folder;
    const std::string input = folder.write("a.csv", "Id\n");
    std::filesystem::create_symlink(input, folder.path("link"));
    const auto good = [&](const std::vector<std::string>& targets) {
        std::vector<OutputTarget> made;
        for (const std::string& target : targets) made.push_back({"--out", target});
        return check_output_targets(made, {input, ""}).has_value();
    };
    CHECK(good({folder.path("new"), folder.path("other"), ""}));
    CHECK(good({"/dev/null", "/dev/null"}));
    CHECK_FALSE(good({input}));
    CHECK_FALSE(good({folder.path("./a.csv")}));
    CHECK_FALSE(good({folder.path("link")}));
    CHECK_FALSE(good({folder.path("new"), folder.path("x/../new")}));
}

TEST_CASE("no command writes what it reads") {
    const Folder folder;
    const std::string text = "LastName,AccountId\nC,001000000000001\nC,001000000000002\n";
    const std::string input = folder.write("a.csv", text);
    const auto is_refused = [&](int code) {
        CHECK(code == 2);
        CHECK(test::text_of_file(input) == text);
    };
    CheckOptions report = check_of(input);
    report.reports = {"json:" + input};
    is_refused(run(report).code);
    CheckOptions twice = check_of(input);
    twice.reports = {"json:" + folder.path("x"), "html:" + folder.path("x")};
    is_refused(run(twice).code);
    CHECK_FALSE(std::filesystem::exists(folder.path("x")));
    CheckOptions baseline = check_of(input);
    baseline.write_baseline_file = input;
    is_refused(run(baseline).code);
    PlanCommandOptions plan = plan_of(input);
    plan.plan_file = input;
    is_refused(run(plan).code);
    PlanCommandOptions replaced = plan_of(input);
    replaced.out_folder = folder.path(".");
    replaced.force = true;
    is_refused(run(replaced).code);
    MapOptions map;
    map.input = check_of(input).input;
    map.out_file = input;
    std::string out;
    Io io{TextSink{out}, TextSink{out}, false};
    is_refused(run_map(map, io));
}

TEST_CASE("a baseline may take the place of the one that is read") {
    const Folder folder;
    CheckOptions options = check_of(folder.write("a.csv", "LastName,AccountId\nC,\n"));
    options.write_baseline_file = folder.path("b.json");
    CHECK(run(options).code == 0);
    options.baseline_file = options.write_baseline_file;
    CHECK(run(options).code == 0);
}

}  // namespace
}  // namespace rowlock
