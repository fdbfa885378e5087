#include "checks/command/whole_file.hpp"

#include "checks/partition/output_file.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/command/command_runs.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

namespace rowlock {
namespace {

using test::Folder;

TEST_CASE("a link to what is not there yet stays, too") {
    const Folder folder;
    std::filesystem::create_symlink("new", folder.path("link"));
    REQUIRE(write_whole_file(folder.path("link"), "text"));
    CHECK(std::filesystem::is_symlink(folder.path("link")));
    CHECK(std::filesystem::is_regular_file(folder.path("new")));
}

TEST_CASE("a link stays, what it leads to is replaced") {
    const Folder folder;
    const std::string file = folder.write("file", "old");
    std::filesystem::create_symlink("file", folder.path("link"));
    REQUIRE(write_whole_file(folder.path("link"), "new"));
    CHECK(std::filesystem::is_symlink(folder.path("link")));
    CHECK(test::text_of_file(file) == "new");
}

TEST_CASE("a pipe is written to and stays one") {
    const Folder folder;
    const std::string path = folder.path("pipe");
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK);
    REQUIRE(reader >= 0);
    CHECK(write_whole_file(path, "text"));
    char bytes[8] = {};
    CHECK(::read(reader, bytes, sizeof bytes) == 4);
    CHECK(std::string{bytes} == "text");
    CHECK(std::filesystem::is_fifo(path));
    ::close(reader);
    CHECK_FALSE(OutputFile::to_be(path));
}

TEST_CASE("a file by the name of a descriptor is written to as it is") {
    const Folder folder;
    const std::string path = folder.write("file", "1");
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_APPEND);
    REQUIRE(write_whole_file("/proc/self/fd/" + std::to_string(descriptor), "2"));
    REQUIRE(::write(descriptor, "3", 1) == 1);
    ::close(descriptor);
    CHECK(test::text_of_file(path) == "123");
}

TEST_CASE("a device that takes nothing is an error") {
    const auto written = write_whole_file("/dev/full", "text");
    REQUIRE_FALSE(written);
    CHECK(written.error().code == ErrorCode::bad_configuration);
    CHECK_THAT(written.error().message, Catch::Contains("/dev/full"));
    CHECK_FALSE(std::filesystem::is_regular_file("/dev/full"));
}

}  // namespace
}  // namespace rowlock
