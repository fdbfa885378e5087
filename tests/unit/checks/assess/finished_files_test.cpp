#include "checks/assess/finished_files.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/assess/small_load.hpp"

namespace rowlock {
namespace {

using test::Folder;

TEST_CASE("times of a file are those of the batches that begin in it, in whatever order they go") {
    const Folder folder;
    const InputRequest wanted = test::contacts_request(
        {folder.write("a.csv", "LastName\nA\nB\n"), folder.write("b.csv", "LastName\nC\nD\n")}
    );
    const LoadedInput input = test::load(wanted);
    Batching batching;
    batching.order = {2, 3, 0, 1};
    batching.batches = {{0, 2}, {2, 2}};
    const auto finished = [&](const std::string& text) {
        return read_finished_load(
            {folder.write(
                 "t.csv",
                 "\xEF\xBB\xBF"
                 "file,start,end\n" +
                     text
             ),
             {}},
            input,
            batching,
            *wanted.schema,
            wanted.loads.front()
        );
    };
    const auto second = finished("b.csv,5,9\n");
    REQUIRE(second);
    REQUIRE(second->times.size() == 2);
    REQUIRE(second->times[0]);
    CHECK(second->times[0]->end == 9000);
    CHECK_FALSE(second->times[1]);
    const auto both = finished("b.csv,5,9\na.csv,0,4\n");
    REQUIRE(both);
    REQUIRE(both->times[1]);
    CHECK(both->times[1]->end == 4000);
    const auto unknown = finished("c.csv,0,4\n");
    REQUIRE_FALSE(unknown);
    CHECK_THAT(unknown.error().message, Catch::Contains("t.csv: the load has no file c.csv"));
}

}  // namespace
}  // namespace rowlock
