#include "mockorg/base/write_file.hpp"

#include "mockorg/base/file_text.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("a text becomes the whole content of a file, whatever was there") {
    const test::Folder folder;
    const std::string path = folder.write("old", "something longer");
    const std::string text{"a\0b\r\n", 5};
    REQUIRE(write_file(path, text));
    CHECK(read_file(path, 100) == text);
}

TEST_CASE("a file that cannot be written is told by its path") {
    const auto written = write_file("/nowhere/file", "x");
    REQUIRE_FALSE(written);
    CHECK(written.error().code == ErrorCode::bad_file);
    CHECK(written.error().message == "/nowhere/file: cannot be written");
}

}  // namespace
}  // namespace rowlock
