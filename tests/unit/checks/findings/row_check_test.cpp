#include "checks/findings/row_check.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("characters are not bytes") {
    CHECK(count_characters("") == 0);
    CHECK(count_characters("abc") == 3);
    CHECK(count_characters("\xC3\xA4\xF0\x9F\x98\x80z") == 3);
}

TEST_CASE("lines are counted on from the last question") {
    const std::string text = "a\nb\n\nc";
    LineCounter lines{text.data(), 10};
    CHECK(lines.line_of(0) == 11);
    CHECK(lines.line_of(2) == 12);
    CHECK(lines.line_of(5) == 14);
    CHECK(lines.line_of(5) == 14);
}

TEST_CASE("all spellings of a key field's value are one key") {
    Field number;
    number.type = FieldType::double_;
    CHECK(hash_of_key("1", number) == hash_of_key("1.0", number));
    CHECK(hash_of_key("1", number) != hash_of_key("10", number));
    CHECK(hash_of_key("x", number) != hash_of_key("y", number));
    Field text;
    text.type = FieldType::string;
    CHECK(hash_of_key("1", text) != hash_of_key("1.0", text));
    CHECK(hash_of_key("a", text) == hash_of_key("A", text));
}

}  // namespace
}  // namespace rowlock
