#include "harness/load/closest_word.hpp"

#include "tests/support/test.hpp"

#include <array>

namespace rowlock {
namespace {

constexpr std::array<std::string_view, 4> k_words{
    "batchRows", "partitions", "partitionRows", "rows"};

TEST_CASE("a slip of the finger finds the word meant") {
    CHECK(closest_word("batchrows", k_words) == "batchRows");
    CHECK(closest_word("batchRow", k_words) == "batchRows");
    CHECK(closest_word("partitons", k_words) == "partitions");
    CHECK(closest_word("row", k_words) == "rows");
}

TEST_CASE("a word that resembles none gets no suggestion") {
    CHECK(closest_word("speed", k_words).empty());
    CHECK(closest_word("x", k_words).empty());
    CHECK(closest_word("", k_words).empty());
    CHECK(closest_word(std::string(1'000'000, 'r'), k_words).empty());
}

TEST_CASE("hints name the near word, or all there are") {
    CHECK(word_hint("Rows", k_words) == "; did you mean \"rows\"?");
    constexpr std::array<std::string_view, 2> k_two{"a1", "b2"};
    CHECK(word_hint("speed", k_two) == "; expected one of \"a1\", \"b2\"");
    CHECK(word_hint("speed", {}).empty());
}

}  // namespace
}  // namespace rowlock
