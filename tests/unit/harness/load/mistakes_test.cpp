#include "harness/load/mistakes.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("places are lines and columns from 1, columns in characters") {
    const std::string text = "ab\n\xC3\xA9z\n\n";
    const Mistakes mistakes(text, "f");
    CHECK(mistakes.where(0) == "f:1:1");
    CHECK(mistakes.where(1) == "f:1:2");
    CHECK(mistakes.where(3) == "f:2:1");
    CHECK(mistakes.where(5) == "f:2:2");
    CHECK(mistakes.where(7) == "f:3:1");
    CHECK(mistakes.where(8) == "f:4:1");
}

TEST_CASE("places in long lines are counted right, too") {
    std::string text = "first\n";
    for (int i = 0; i < 5000; ++i) text += "x\xC3\xA9";
    const Mistakes mistakes(text, "f");
    for (const std::size_t pairs : {0U, 341U, 342U, 4999U}) {
        CHECK(mistakes.where(6 + 3 * pairs) == "f:2:" + std::to_string(2 * pairs + 1));
        CHECK(mistakes.where(6 + 3 * pairs + 1) == "f:2:" + std::to_string(2 * pairs + 2));
    }
}

TEST_CASE("mistakes come in the order of the file, each once") {
    Mistakes mistakes("one\ntwo", "f");
    CHECK(mistakes.empty());
    mistakes.add(4, "second");
    mistakes.add(0, "first");
    mistakes.add(4, "second");
    CHECK_FALSE(mistakes.empty());
    CHECK(mistakes.error().code == ErrorCode::bad_file);
    CHECK(mistakes.error().message == "f:1:1: first\nf:2:1: second");
}

TEST_CASE("of very many mistakes twenty are shown") {
    const std::string text(100, ' ');
    Mistakes mistakes(text, "f");
    for (std::size_t i = 0; i < 25; ++i) mistakes.add(i, "wrong");
    CHECK_THAT(mistakes.error().message, Catch::EndsWith("f:1:20: wrong\nand 5 more"));
}

}  // namespace
}  // namespace rowlock
