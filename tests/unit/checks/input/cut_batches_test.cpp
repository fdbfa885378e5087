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
    CHECK(batching.order.empty());
    const std::vector<PlannedBatch> expected{
        {0, 2, BatchLane::parallel, 0},
        {2, 2, BatchLane::parallel, 0},
        {4, 1, BatchLane::parallel, 0},
        {5, 2, BatchLane::parallel, 0},
        {7, 5, BatchLane::serial, 1},
    };
    CHECK(batching.batches == expected);
    const OrderedRows last = batching.rows_of(batching.batches.back());
    CHECK(std::vector<RowNo>(last.begin(), last.end()) == std::vector<RowNo>{7, 8, 9, 10, 11});
}

}  // namespace
}  // namespace rowlock
