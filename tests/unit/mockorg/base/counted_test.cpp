#include "mockorg/base/counted.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("numbers are grouped by thousands") {
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(1000) == "1,000");
    CHECK(grouped(1'250'000) == "1,250,000");
    CHECK(grouped(~std::uint64_t{0}) == "18,446,744,073,709,551,615");
}

TEST_CASE("one is singular") {
    CHECK(counted(1, "row") == "1 row");
    CHECK(counted(0, "row") == "0 rows");
    CHECK(counted(2000, "row") == "2,000 rows");
    CHECK(counted(1, "batch") == "1 batch");
    CHECK(counted(0, "batch") == "0 batches");
}

}  // namespace
}  // namespace rowlock
