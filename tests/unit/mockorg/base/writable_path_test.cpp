#include "mockorg/base/writable_path.hpp"

#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"

#include <filesystem>

namespace rowlock {
namespace {

TEST_CASE("whether a file can be written shows without writing it") {
    const test::Folder folder;
    CHECK(can_write_file(folder.path("new")));
    CHECK_FALSE(std::filesystem::exists(folder.path("new")));
    CHECK(can_write_file(folder.write("old", "x")));
    CHECK(can_write_file("/dev/null"));
    CHECK_FALSE(can_write_file(folder.path("no/new")));
    CHECK_FALSE(can_write_file(folder.path("")));
    CHECK(can_make_folder(folder.path("a/b/c")));
    CHECK_FALSE(can_make_folder(folder.path("old/b")));
}

TEST_CASE("a path that cannot be written says why and what to do") {
    const test::Folder folder;
    CHECK(check_writable("--report", ""));
    CHECK(check_writable("--report", folder.path("new")));
    const auto nowhere = check_writable("--report", folder.path("no/new"));
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().code == ErrorCode::bad_file);
    CHECK_THAT(nowhere.error().message, Catch::StartsWith("--report /"));
    CHECK_THAT(nowhere.error().message, Catch::Contains("there is no folder"));
    const auto is_folder = check_writable("--report", folder.path(""));
    REQUIRE_FALSE(is_folder);
    CHECK_THAT(is_folder.error().message, Catch::Contains("it is a folder"));
}

}  // namespace
}  // namespace rowlock
