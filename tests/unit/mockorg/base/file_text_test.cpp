#include "mockorg/base/file_text.hpp"

#include "tests/support/test.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace rowlock {
namespace {

TEST_CASE("files come back whole, unless they are too large or no files") {
    const auto path = std::filesystem::temp_directory_path() /
                      ("rowlock-file-text-test-" + std::to_string(::getpid()));
    const std::string content = std::string("a\0b\r\n", 5);
    std::ofstream(path, std::ios::binary) << content;
    CHECK(read_file(path.string(), 5) == content);
    const auto large = read_file(path.string(), 4);
    REQUIRE_FALSE(large.has_value());
    CHECK(large.error().code == ErrorCode::bad_file);
    std::filesystem::remove(path);
    CHECK_FALSE(read_file(path.string(), 5).has_value());
    CHECK_FALSE(read_file(path.parent_path().string(), 5).has_value());
    CHECK_FALSE(read_file("/dev/zero", 5).has_value());
}

}  // namespace
}  // namespace rowlock
