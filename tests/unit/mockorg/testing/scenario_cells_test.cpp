#include "mockorg/testing/scenario_cells.hpp"

#include "mockorg/testing/csv_table.hpp"
#include "tests/support/test.hpp"

#include <algorithm>
#include <set>

namespace rowlock {
namespace {

RecordId account_id(std::uint64_t number) {
    return RecordId::make({'0', '0', '1'}, {'R', 'L', '0'}, number);
}

ScenarioRecords some_records(std::uint64_t count) {
    ScenarioRecords records;
    for (std::uint64_t i = 1; i <= count; ++i) records["A"].push_back(account_id(i));
    return records;
}

ColumnRule drawn(ColumnRule::Kind kind) {
    ColumnRule column;
    column.kind = kind;
    column.name = "AccountId";
    column.group = {"A", std::nullopt};
    return column;
}

std::vector<std::string> parents(const std::string& csv) {
    std::vector<std::string> values;
    const auto table = parse_csv_table(csv);
    REQUIRE(table.has_value());
    for (std::size_t row = 0; row < table->rows.size(); ++row)
        values.emplace_back(table->at(row, "AccountId"));
    return values;
}

TEST_CASE("cells that begin with @ are replaced, other @ are not") {
    std::vector<std::size_t> lines;
    const auto replaced = replace_record_names(
        "Id,Mail\n@A1,ann@example.com\n\"@A2\",\"x,@no\"\nx@A1,@A3",
        [&](auto name, auto line) {
            lines.push_back(line);
            return "<" + std::string{name} + ">";
        }
    );
    CHECK(replaced == "Id,Mail\n<A1>,ann@example.com\n\"<A2>\",\"x,@no\"\nx@A1,<A3>");
    CHECK(lines == std::vector<std::size_t>{1, 2, 3});
}

TEST_CASE("patterns number rows and jobs") {
    ColumnRule column;
    column.name = "Name";
    column.value.text = "{job}: row {n} of {n}, \"quoted\"";
    const ScenarioRecords none;
    const std::vector<ColumnRule> columns = {column};
    const ScenarioRows rows{columns, 20, none, Random{1}};
    CHECK(
        rows.csv(9, 2, 3) ==
        "Name\n\"4: row 10 of 10, \"\"quoted\"\"\"\n\"4: row 11 of 11, \"\"quoted\"\"\"\n"
    );
}

TEST_CASE("a record's id stands where its name is given") {
    const ScenarioRecords records = some_records(3);
    ColumnRule column;
    column.name = "AccountId";
    column.value = {"@A3", LabelRef{"A", 2}};
    const std::vector<ColumnRule> columns = {column};
    const ScenarioRows rows{columns, 2, records, Random{1}};
    CHECK(parents(rows.csv(0, 2, 0)) == std::vector<std::string>(2, account_id(3).text()));
}

TEST_CASE("records in turn") {
    const ScenarioRecords records = some_records(3);
    const std::vector<ColumnRule> columns = {drawn(ColumnRule::Kind::in_turn)};
    const ScenarioRows rows{columns, 7, records, Random{1}};
    std::vector<std::string> expected;
    for (const std::uint64_t number : {1U, 2U, 3U, 1U, 2U, 3U, 1U})
        expected.push_back(account_id(number).text());
    CHECK(parents(rows.csv(0, 7, 0)) == expected);
}

TEST_CASE("uniform draws hit all records about equally, and do not depend on how the rows are cut"
) {
    const ScenarioRecords records = some_records(10);
    const std::vector<ColumnRule> columns = {drawn(ColumnRule::Kind::uniform)};
    const ScenarioRows rows{columns, 10'000, records, Random{5}};
    const auto all = parents(rows.csv(0, 10'000, 0));
    std::map<std::string, int> hits;
    for (const std::string& id : all) ++hits[id];
    CHECK(hits.size() == 10);
    for (const auto& [id, count] : hits) CHECK(std::abs(count - 1000) < 150);
    const auto tail = parents(rows.csv(9'000, 1'000, 9));
    CHECK(std::equal(tail.begin(), tail.end(), all.begin() + 9'000));
    const ScenarioRows other{columns, 10'000, records, Random{6}};
    CHECK(parents(other.csv(0, 10'000, 0)) != all);
}

TEST_CASE("sorted draws are the uniform ones in order") {
    const ScenarioRecords records = some_records(50);
    const std::vector<ColumnRule> uniform = {drawn(ColumnRule::Kind::uniform)};
    const std::vector<ColumnRule> sorted = {drawn(ColumnRule::Kind::sorted)};
    auto expected = parents(ScenarioRows{uniform, 400, records, Random{5}}.csv(0, 400, 0));
    const auto found = parents(ScenarioRows{sorted, 400, records, Random{5}}.csv(0, 400, 0));
    CHECK(std::is_sorted(found.begin(), found.end()));
    std::sort(expected.begin(), expected.end());
    CHECK(found == expected);
}

}  // namespace
}  // namespace rowlock
