#include "checks/input/mapped_file.hpp"

#include "tests/unit/checks/input/files.hpp"

#include <sys/stat.h>

namespace rowlock {
namespace {

TEST_CASE("a file's bytes are seen, and none of an empty one") {
    const test::Folder folder;
    const auto file = MappedFile::open(folder.write("a", std::string("x\0y", 3)));
    REQUIRE(file.has_value());
    CHECK(file->text() == std::string("x\0y", 3));
    CHECK(MappedFile::open(folder.write("b", ""))->text().empty());
}

TEST_CASE("a file can be moved") {
    const test::Folder folder;
    auto first = MappedFile::open(folder.write("a", "text"));
    MappedFile second = *std::move(first);
    CHECK(second.text() == "text");
    CHECK(first->text().empty());
}

TEST_CASE("what is no regular file is refused without waiting") {
    const test::Folder folder;
    const std::string pipe = folder.path("pipe");
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    for (const std::string& path : {pipe, folder.path(""), folder.path("none")}) {
        const auto file = MappedFile::open(path);
        REQUIRE_FALSE(file.has_value());
        CHECK(file.error().code == ErrorCode::bad_file);
        CHECK_THAT(file.error().message, Catch::Matchers::Contains(path));
    }
}

}  // namespace
}  // namespace rowlock
