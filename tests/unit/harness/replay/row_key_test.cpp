#include "harness/replay/row_key.hpp"

#include "mockorg/codec/numbers.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/replay/table_source.hpp"

namespace rowlock {
namespace {

TEST_CASE("a number is the same however it is written") {
    CHECK(key_of_cell("912260031") == key_of_cell("9.12260031E8"));
    CHECK(key_of_cell("5") == key_of_cell("5.0"));
    CHECK(key_of_cell("0") == key_of_cell("-0.0"));
}

TEST_CASE("texts that only look like numbers stay apart") {
    CHECK(key_of_cell("007") != key_of_cell("7"));
    CHECK(key_of_cell("+7") != key_of_cell("7"));
    CHECK(key_of_cell("12345678901234567") != key_of_cell("12345678901234568"));
    CHECK(key_of_cell("EXT-1") != key_of_cell("EXT-2"));
    CHECK(key_of_cell("") != key_of_cell("0"));
}

TEST_CASE("numbers survive the platform's notation") {
    rc::prop("key(x) == key(Java notation of x)", [] {
        const auto cents = *rc::gen::inRange<std::int64_t>(-9'999'999'999, 9'999'999'999);
        std::string plain;
        append_number(plain, static_cast<double>(cents) / 100.0);
        std::string java;
        append_java_double(java, static_cast<double>(cents) / 100.0);
        RC_ASSERT(key_of_cell(plain) == key_of_cell(java));
    });
}

TEST_CASE("a row is known by its key column, or by all of its cells") {
    const test::TableSource source{{"Id", "Name"}, {{"1", "a"}, {"1", "b"}, {"2", "a"}}};
    RowKeyReader by_id{source, {}, 0};
    CHECK(by_id.key_of(0) == by_id.key_of(1));
    CHECK(by_id.key_of(0) != by_id.key_of(2));
    RowKeyReader by_content{source, {}, std::nullopt};
    CHECK(by_content.key_of(0) != by_content.key_of(1));
    CHECK(by_content.key_of(0) != by_content.key_of(2));
}

}  // namespace
}  // namespace rowlock
