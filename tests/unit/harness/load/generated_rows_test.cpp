#include "harness/load/generated_rows.hpp"

#include "mockorg/codec/csv.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/numbers.hpp"
#include "tests/support/test.hpp"

#include <map>
#include <set>

namespace rowlock {
namespace {

constexpr RowNumber k_rows = 20'000;
constexpr RowNumber k_parents = 100;
constexpr RowNumber k_row_counts[] = {k_parents, k_rows};

GeneratedSpec everything() {
    GeneratedSpec spec;
    spec.rows = k_rows;
    spec.columns = {
        {"Ext,Id", TextColumn{"E{n:5}"}},
        {"Name", TextColumn{"say \"{n}\""}},
        {"CloseDate", DateColumn{20'454, 365}},
        {"Amount", NumberColumn{-250, 249, 2}},
        {"Stage", ChoiceColumn{{"New", "Closed, won"}}},
        {"AccountId", ParentColumn{0, PickUniform{}, "f:1:1"}},
    };
    return spec;
}

std::shared_ptr<const RowSource> make(std::uint64_t seed, const char* name = "opps") {
    const GeneratedSpec spec = everything();
    const SourceSpec source{name, "Opportunity", spec};
    auto made = GeneratedRows::make(seed, source, spec, k_row_counts);
    REQUIRE(made.has_value());
    return *made;
}

std::vector<IdTable> ids_of_parents() {
    IdTable table(k_parents);
    for (RowNumber i = 0; i < k_parents; ++i) {
        table[i].fill('0');
        table[i][16] = static_cast<char>('0' + i / 10);
        table[i][17] = static_cast<char>('0' + i % 10);
    }
    return {table, {}};
}

std::string text_of(const RowSource& source, RowNumber first, RowNumber end) {
    const auto ids = ids_of_parents();
    std::string text;
    for (RowNumber row = first; row < end; ++row) source.append_row(row, ids, text);
    return text;
}

std::string value_of(const RowSource& source, RowNumber row, std::size_t column) {
    std::string text;
    source.append_value(row, column, ids_of_parents(), text);
    return text;
}

TEST_CASE("header and rows are CSV that reads back as the values") {
    const auto source = make(1);
    std::string text;
    source->append_header(text);
    CHECK(text == "\"Ext,Id\",Name,CloseDate,Amount,Stage,AccountId\n");
    text += text_of(*source, 0, 50);
    const CsvRows rows = find_csv_rows(text, LineEnding::lf);
    REQUIRE(rows.count() == 51);
    CsvRowReader reader{Delimiter::comma};
    for (RowNumber row = 0; row < 50; ++row) {
        const auto cells = reader.read(rows.row(text, row + 1));
        REQUIRE(cells.has_value());
        REQUIRE((*cells)->size() == source->columns().size());
        for (std::size_t i = 0; i < (*cells)->size(); ++i) {
            CHECK((**cells)[i].text == value_of(*source, row, i));
        }
    }
    CHECK(value_of(*source, 7, 0) == "E00007");
    CHECK(value_of(*source, 7, 1) == "say \"7\"");
}

TEST_CASE("the same seed makes the same rows, in any order; another seed or source makes others") {
    const auto source = make(1);
    const std::string forward = text_of(*source, 0, 100);
    std::string backward;
    for (RowNumber row = 100; row > 0; --row) backward.insert(0, text_of(*source, row - 1, row));
    CHECK(backward == forward);
    CHECK(text_of(*make(1), 0, 100) == forward);
    CHECK(text_of(*make(2), 0, 100) != forward);
    CHECK(text_of(*make(1, "leads"), 0, 100) != forward);
}

TEST_CASE("the rows of a seed never change from one version to the next") {
    CHECK(
        text_of(*make(1), 12'345, 12'346) ==
        "E12345,\"say \"\"12345\"\"\",2026-10-22,0.36,New,000000000000000080\n"
    );
}

TEST_CASE("a cell does not depend on the columns beside it") {
    GeneratedSpec spec = everything();
    spec.columns.erase(spec.columns.begin(), spec.columns.begin() + 2);
    const auto fewer = GeneratedRows::make(1, {"opps", "Opportunity", spec}, spec, k_row_counts);
    REQUIRE(fewer.has_value());
    const auto all = make(1);
    for (RowNumber row = 0; row < 100; ++row) {
        for (std::size_t i = 0; i < 4; ++i) {
            CHECK(value_of(**fewer, row, i) == value_of(*all, row, i + 2));
        }
    }
}

TEST_CASE("dates, numbers and choices are spread over all there is, and no further") {
    const auto source = make(3);
    std::set<std::int32_t> days;
    std::set<double> amounts;
    std::map<std::string, int> stages;
    for (RowNumber row = 0; row < k_rows; ++row) {
        const auto day = parse_date(value_of(*source, row, 2));
        const auto amount = parse_number(value_of(*source, row, 3));
        REQUIRE(day.has_value());
        REQUIRE(amount.has_value());
        days.insert(*day);
        amounts.insert(*amount);
        ++stages[value_of(*source, row, 4)];
    }
    CHECK(days.size() == 365);
    CHECK(*days.begin() == 20'454);
    CHECK(*days.rbegin() == 20'454 + 364);
    CHECK(amounts.size() == 500);
    CHECK(*amounts.begin() == -2.5);
    CHECK(*amounts.rbegin() == 2.49);
    REQUIRE(stages.size() == 2);
    CHECK(stages["New"] == Approx(k_rows / 2).margin(5 * 71));
    CHECK(stages["Closed, won"] == Approx(k_rows / 2).margin(5 * 71));
}

TEST_CASE("numbers show all their decimals") {
    GeneratedSpec spec;
    spec.rows = 10;
    spec.columns = {
        {"A", NumberColumn{5, 5, 2}},
        {"B", NumberColumn{-5, -5, 1}},
        {"C", NumberColumn{-1'234'500, -1'234'500, 2}},
        {"D", NumberColumn{0, 0, 0}}};
    const auto made = GeneratedRows::make(1, {"s", "X", spec}, spec, {});
    REQUIRE(made.has_value());
    std::string text;
    (*made)->append_row(0, {}, text);
    CHECK(text == "0.05,-0.5,-12345.00,0\n");
}

TEST_CASE("a parent's id is that of the row it is said to be") {
    const auto source = make(1);
    CHECK(source->parent_source(5) == 0U);
    CHECK_FALSE(source->parent_source(0).has_value());
    auto ids = ids_of_parents();
    for (RowNumber row = 0; row < 1000; ++row) {
        const RowNumber parent = source->parent_of(row, 5);
        REQUIRE(parent < k_parents);
        CHECK(value_of(*source, row, 5) == std::string(ids[0][parent].data(), 18));
    }
    // A parent that was never created leaves its cell empty.
    ids[0][source->parent_of(0, 5)] = IdText{};
    std::string text;
    source->append_row(0, ids, text);
    CHECK_THAT(text, Catch::EndsWith(",\n"));
}

TEST_CASE("a row of one empty cell is no blank line") {
    GeneratedSpec spec;
    spec.rows = 1;
    spec.columns = {{"A", TextColumn{""}}};
    const auto made = GeneratedRows::make(1, {"s", "X", spec}, spec, {});
    REQUIRE(made.has_value());
    std::string text = "before\n";
    (*made)->append_row(0, {}, text);
    CHECK(text == "before\n\"\"\n");
}

TEST_CASE("parents that do not exist are refused with their place") {
    GeneratedSpec spec;
    spec.rows = 1;
    spec.columns = {{"A", ParentColumn{0, PickSingle{5}, "f:2:3"}}};
    constexpr RowNumber k_five[] = {5};
    const auto made = GeneratedRows::make(1, {"s", "X", spec}, spec, k_five);
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().message == "f:2:3: the parents' source has 5 rows, expected at least 6");
    constexpr RowNumber k_none[] = {0};
    spec.columns = {{"A", ParentColumn{0, PickUniform{}, "f:2:3"}}};
    CHECK_FALSE(GeneratedRows::make(1, {"s", "X", spec}, spec, k_none).has_value());
}

}  // namespace
}  // namespace rowlock
