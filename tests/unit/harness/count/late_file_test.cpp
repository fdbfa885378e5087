#include "harness/count/late_file.hpp"

#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/count/count_runs.hpp"

#include <filesystem>

namespace rowlock {
namespace {

using test::Folder;

TEST_CASE("an empty cell is shown as such, however it is written") {
    CHECK(joined(std::vector<std::string>{"Smith", "", "#N/A"}) == "Smith, (empty), (empty)");
}

TEST_CASE("a late file has the encoding that it is given, and is not there without a line") {
    const Folder folder;
    const std::string path = folder.path("rows.csv");
    folder.write("rows.csv", "of an earlier count");
    LateFile file{folder.path("."), "rows.csv", "M\xC3\xBCller\n", "windows-1252"};
    CHECK_FALSE(std::filesystem::exists(path));
    file.line("\xC3\xA9\n");
    REQUIRE(file.close());
    CHECK(test::text_of(path) == "M\xFCller\n\xE9\n");
}

TEST_CASE("what a file's encoding has no letter for is a file that cannot be written") {
    const Folder folder;
    LateFile file{folder.path("."), "rows.csv", "A\n", "latin1"};
    file.line("\xE2\x82\xAC\n");
    const auto closed = file.close();
    REQUIRE_FALSE(closed);
    CHECK(closed.error().code == ErrorCode::bad_file);
}

}  // namespace
}  // namespace rowlock
