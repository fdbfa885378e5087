#include "mockorg/api/versions.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("each version has its release") {
    const auto [version, label] = GENERATE(table<int, std::string>({
        {20, "Winter '11"},
        {31, "Summer '14"},
        {32, "Winter '15"},
        {33, "Spring '15"},
        {34, "Summer '15"},
        {35, "Winter '16"},
        {60, "Spring '24"},
        {66, "Spring '26"},
    }));
    CHECK(version_label(version) == label);
}

}  // namespace
}  // namespace rowlock
