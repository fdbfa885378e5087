#include "checks/input/cut_batches.hpp"

#include "tests/unit/checks/input/files.hpp"

namespace rowlock {
namespace {

using test::Folder;

TEST_CASE("batches are cut in file order and never across files") {
    const Folder folder;
    InputRequest wanted = test::request();
    const std::string five = folder.write("five.csv", "Name\n1\n2\n3\n4\n5\n");
    const std::string two = folder.write("two.csv", "Name\n6\n7\n");
    const std::string none = folder.write("none.csv", "Name\n");
    wanted.loads.push_back({"Account", WriteOperation::insert, "", {five, none, two}, {}});
    wanted.loads.push_back({"Account", WriteOperation::insert, "", {five, none}, {}});
    const LoadedInput input = test::load(wanted);
    const std::vector<BatchCut> cuts{{2, BatchLane::parallel}, {0, BatchLane::serial}};
    const Batching batching = cut_batches(input.files(), cuts);
    REQUIRE(batching.order.size() == 12);
    CHECK(batching.order[11] == 11);
    const std::vector<PlannedBatch> expected{
        {0, 2, BatchLane::parallel, 0},
        {2, 2, BatchLane::parallel, 0},
        {4, 1, BatchLane::parallel, 0},
        {5, 2, BatchLane::parallel, 0},
        {7, 5, BatchLane::serial, 1},
    };
    CHECK(batching.batches == expected);
}

}  // namespace
}  // namespace rowlock
