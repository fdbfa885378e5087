#include "checks/command/stopped.hpp"

#include "checks/command/map_command.hpp"
#include "checks/command/merge_command.hpp"
#include "tests/support/interrupter.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/command/command_runs.hpp"

#include <functional>
#include <set>

namespace rowlock {
namespace {

using test::CommandRun;
using test::Folder;
using test::Interrupter;

/// A run that the user stopped; it may take several, for some are done before he gets there.
CommandRun stopped_run(const std::function<int(Io&)>& command) {
    CommandRun result;
    for (int i = 0; i < 50 && result.code != 5; ++i) {
        result = {};
        Io io{TextSink{result.out}, TextSink{result.err}, false};
        const Interrupter user;
        result.code = command(io);
    }
    CHECK(result.code == 5);
    CHECK(result.err == "stopped; nothing was written\n");
    CHECK(result.out.empty());
    return result;
}

std::set<std::string> names_in(const std::string& folder) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        names.insert(entry.path().filename().string());
    }
    return names;
}

std::string many_contacts() {
    std::vector<int> accounts;
    for (int row = 0; row < 100'000; ++row) accounts.push_back(row / 3);
    return test::contacts_of(accounts);
}

MapOptions map_of(const Folder& folder) {
    MapOptions map;
    map.input = test::check_of(folder.write("c.csv", many_contacts()), 1000).input;
    map.out_file = folder.path("a.part");
    return map;
}

TEST_CASE("a check through the disk that is stopped leaves nothing behind") {
    const Folder folder;
    const Folder temporary;
    CheckOptions check = test::check_of(folder.write("c.csv", many_contacts()), 1000);
    check.memory = "1";
    check.temporary_folder = temporary.path("");
    check.reports = {"html:" + folder.path("c.html")};
    check.write_baseline_file = folder.path("baseline.json");
    stopped_run([&](Io& io) {
        std::filesystem::remove(folder.path("c.html"));
        std::filesystem::remove(folder.path("baseline.json"));
        return run_check(check, io);
    });
    CHECK(names_in(folder.path("")) == std::set<std::string>{"c.csv"});
    CHECK(names_in(temporary.path("")).empty());
    check.explain = "5";
    stopped_run([&](Io& io) { return run_check(check, io); });
}

TEST_CASE("a map that is stopped leaves the part of last time, and nothing beside it") {
    const Folder folder;
    const MapOptions map = map_of(folder);
    stopped_run([&](Io& io) {
        folder.write("a.part", "of last time");
        return run_map(map, io);
    });
    CHECK(names_in(folder.path("")) == std::set<std::string>{"a.part", "c.csv"});
    CHECK(test::text_of_file(map.out_file) == "of last time");
}

TEST_CASE("a merge that is stopped writes no report") {
    const Folder folder;
    const Folder temporary;
    const MapOptions map = map_of(folder);
    CommandRun mapped;
    Io map_io{TextSink{mapped.out}, TextSink{mapped.err}, false};
    REQUIRE(run_map(map, map_io) == 0);
    MergeOptions merge;
    merge.parts = {map.out_file};
    merge.temporary_folder = temporary.path("");
    merge.reports = {"json:" + folder.path("m.json")};
    stopped_run([&](Io& io) {
        std::filesystem::remove(folder.path("m.json"));
        return run_merge(merge, io);
    });
    CHECK(names_in(folder.path("")) == std::set<std::string>{"a.part", "c.csv"});
    CHECK(names_in(temporary.path("")).empty());
}

TEST_CASE("a plan that is stopped while it reads writes nothing") {
    const Folder folder;
    PlanCommandOptions plan = test::plan_of(folder.write("c.csv", many_contacts()), 1000);
    plan.out_folder = folder.path("plan");
    stopped_run([&](Io& io) {
        std::filesystem::remove_all(plan.out_folder);
        return run_plan(plan, io);
    });
    CHECK(names_in(folder.path("")) == std::set<std::string>{"c.csv"});
}

}  // namespace
}  // namespace rowlock
