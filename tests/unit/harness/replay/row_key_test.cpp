#include "harness/replay/row_key.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/harness/replay/table_source.hpp"

namespace rowlock {
namespace {

TEST_CASE("a row is known by the exact text of all its cells") {
    const test::TableSource source{
        {"Id", "Name"}, {{"1", "a, \"b\""}, {"1", "b"}, {"1.0", "a, \"b\""}, {"1", "a, \"b\""}}};
    RowKeyReader reader{source, {}};
    CHECK(reader.key_of(0) != reader.key_of(1));
    CHECK(reader.key_of(0) != reader.key_of(2));
    CHECK(reader.key_of(0) == reader.key_of(3));
    std::string line;
    source.append_row(0, {}, line);
    CHECK(reader.key_of_line(line) == reader.key_of(0));
    const std::vector<std::string_view> cells{"1", "a, \"b\""};
    CHECK(exact_key(cells) == reader.key_of(0));
}

TEST_CASE("loosely it is known by what its values mean, and by its key column") {
    const test::TableSource source{
        {"Ext", "Amount"}, {{"100000", "5"}, {"100000", "5.0"}, {"1E5", "5"}, {"1E5", "6"}}};
    RowKeyReader reader{source, {}};
    const LooseKeys first = reader.loose_keys_of(0, 0);
    const LooseKeys rewritten = reader.loose_keys_of(1, 0);
    CHECK(first.key_and_values == rewritten.key_and_values);
    const LooseKeys other_key = reader.loose_keys_of(2, 0);
    CHECK(first.key_and_values != other_key.key_and_values);
    CHECK(first.key_text != other_key.key_text);
    CHECK(first.values == other_key.values);
    CHECK(first.key_value == other_key.key_value);
    const LooseKeys other_amount = reader.loose_keys_of(3, 0);
    CHECK(other_amount.key_text == other_key.key_text);
    CHECK(other_amount.values != other_key.values);
    const LooseKeys without_key = reader.loose_keys_of(2, std::nullopt);
    CHECK(without_key.key_and_values == reader.loose_keys_of(0, std::nullopt).values);
}

}  // namespace
}  // namespace rowlock
