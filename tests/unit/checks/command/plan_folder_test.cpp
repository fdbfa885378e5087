#include "checks/command/plan_folder.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/command/command_runs.hpp"

namespace rowlock {
namespace {

using test::contacts_of;
using test::Folder;
using test::plan_of;
using test::run;

TEST_CASE("a folder with anything in it is left alone, an old plan is replaced when asked") {
    const Folder folder;
    PlanCommandOptions options = plan_of(folder.write("c.csv", contacts_of({1, 2, 1, 2, 3})));
    options.out_folder = folder.path("out") + "/";
    CHECK(run(options).code == 0);
    CHECK(std::filesystem::exists(folder.path("out/batch-00002.csv")));
    const auto again = run(options);
    CHECK(again.code == 2);
    CHECK_THAT(again.err, Catch::Contains("is not empty"));
    options.force = true;
    options.input.batch_rows = 10;
    CHECK(run(options).code == 0);
    CHECK_FALSE(std::filesystem::exists(folder.path("out/batch-00002.csv")));
    CHECK_FALSE(std::filesystem::exists(folder.path("out.unfinished")));
    folder.write("out/notes.txt", "mine");
    const auto foreign = run(options);
    CHECK(foreign.code == 2);
    CHECK_THAT(foreign.err, Catch::Contains("notes.txt"));
    CHECK(std::filesystem::exists(folder.path("out/plan.json")));
    options.out_folder = folder.path("c.csv");
    CHECK(run(options).code == 2);
}

TEST_CASE("a folder beside it that looks unfinished is somebody else's") {
    const Folder folder;
    PlanCommandOptions options = plan_of(folder.write("c.csv", contacts_of({1, 2, 1, 2, 3})));
    options.out_folder = folder.path("out");
    std::filesystem::create_directory(folder.path("out.unfinished"));
    const std::string notes = folder.write("out.unfinished/notes.txt", "mine");
    options.force = true;
    for (int i = 0; i < 2; ++i) {
        CHECK(run(options).code == 0);
        CHECK(test::text_of_file(notes) == "mine");
        const std::filesystem::directory_iterator entries{folder.path("")};
        CHECK(std::distance(begin(entries), end(entries)) == 3);
    }
}

}  // namespace
}  // namespace rowlock
