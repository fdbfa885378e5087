#include "checks/partition/output_file.hpp"

#include "checks/partition/disk_memory.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/input/files.hpp"

#include <memory_resource>
#include <vector>

namespace rowlock {
namespace {

using test::Folder;

std::size_t count_files(const Folder& folder) {
    const std::filesystem::directory_iterator files{folder.path("")};
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

TEST_CASE("a file has its name when it is whole, and not before") {
    const Folder folder;
    const std::string path = folder.write("x", "old");
    {
        auto file = OutputFile::to_be(path);
        REQUIRE(file.has_value());
        REQUIRE(file->write("new").has_value());
        CHECK(MappedFile::open(path)->text() == "old");
    }
    CHECK(MappedFile::open(path)->text() == "old");
    CHECK(count_files(folder) == 1);
    auto file = OutputFile::to_be(path);
    REQUIRE(file->write("new").has_value());
    REQUIRE(file->write("er").has_value());
    CHECK(file->map()->text() == "newer");
    REQUIRE(file->publish().has_value());
    CHECK(MappedFile::open(path)->text() == "newer");
    CHECK(count_files(folder) == 1);
}

TEST_CASE("a file beside it that looks unfinished is somebody else's") {
    const Folder folder;
    const std::string other = folder.write("x.unfinished", "other");
    auto file = OutputFile::to_be(folder.path("x"));
    REQUIRE(file->write("new").has_value());
    REQUIRE(file->publish().has_value());
    CHECK(MappedFile::open(folder.path("x"))->text() == "new");
    CHECK(MappedFile::open(other)->text() == "other");
    CHECK(count_files(folder) == 2);
}

TEST_CASE("memory on disk is memory, and a disk without room is an error") {
    const Folder folder;
    DiskMemory memory{folder.path("")};
    std::pmr::vector<int> numbers{&memory};
    for (int i = 0; i < 100'000; ++i) numbers.push_back(i);
    CHECK(numbers[99'999] == 99'999);
    CHECK(count_files(folder) == 0);
    CHECK_FALSE(memory.error().has_value());
    CHECK_THROWS_AS(memory.allocate(std::size_t{1} << 60), std::bad_alloc);
    REQUIRE(memory.error().has_value());
    CHECK_THAT(memory.error()->message, Catch::Contains("cannot write temporary files in"));
}

}  // namespace
}  // namespace rowlock
