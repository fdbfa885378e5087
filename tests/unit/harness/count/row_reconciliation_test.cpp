#include "harness/count/row_reconciliation.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/harness/replay/table_source.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace rowlock {
namespace {

using Values = std::vector<std::string>;

TEST_CASE("leftovers, duplicates and missing rows are found, whatever the order of records") {
    rc::prop(
        "random worlds",
        [](const std::vector<std::uint8_t>& present, std::uint8_t partitions) {
            // Row n has the business key (A n, n modulo 3); `present` says whose records are there.
            std::vector<Values> rows;
            for (int i = 0; i < 40; ++i)
                rows.push_back({"A" + std::to_string(i), "x", std::to_string(i % 3)});
            const test::TableSource source{{"Name", "Other", "Code"}, rows};
            std::vector<RowSequence> sequences;
            const RowNumber cut = partitions % 40;
            sequences.emplace_back(0, cut);
            sequences.emplace_back(cut, 40 - cut);
            auto reconciliation =
                RowReconciliation::create(source, sequences, {{"name"}, {"CODE"}}, {});
            RC_ASSERT(reconciliation.has_value());
            std::map<int, int> times;
            std::uint64_t extra = 0;
            std::uint64_t duplicates = 0;
            for (const std::uint8_t one : present) {
                const int number = one % 50;
                const Values values{"A" + std::to_string(number), std::to_string(number % 3)};
                const auto verdict = reconciliation->take(values);
                const bool first = ++times[number] == 1;
                const auto right = number >= 40 ? RecordVerdict::extra
                                   : first      ? RecordVerdict::expected
                                                : RecordVerdict::duplicate;
                RC_ASSERT(verdict == right);
                extra += verdict == RecordVerdict::extra ? 1U : 0U;
                duplicates += verdict == RecordVerdict::duplicate ? 1U : 0U;
            }
            RC_ASSERT(reconciliation->found() + extra + duplicates == present.size());
            std::vector<RowNumber> missing;
            for (RowNumber row = 0; row < 40; ++row) {
                if (times.count(static_cast<int>(row)) == 0) missing.push_back(row);
            }
            RC_ASSERT(reconciliation->missing_rows() == missing);
            const auto by_partition = reconciliation->missing_by_partition();
            RC_ASSERT(by_partition.at(0) + by_partition.at(1) == missing.size());
            const auto before_cut = std::count_if(
                missing.begin(), missing.end(), [&](RowNumber row) { return row < cut; }
            );
            RC_ASSERT(by_partition.at(0) == static_cast<std::uint64_t>(before_cut));
        }
    );
}

TEST_CASE("a number counts as itself however it is written, and each of two equal rows has a record"
) {
    const test::TableSource source{{"N"}, {{"912260031"}, {"7"}, {"7"}}};
    auto reconciliation = RowReconciliation::create(source, {RowSequence{0, 3}}, {{"N"}}, {});
    REQUIRE(reconciliation);
    CHECK(reconciliation->ambiguous() == 1);
    CHECK(reconciliation->take(Values{"9.12260031E8"}) == RecordVerdict::expected);
    CHECK(reconciliation->take(Values{"7"}) == RecordVerdict::expected);
    CHECK(reconciliation->take(Values{"7"}) == RecordVerdict::expected);
    CHECK(reconciliation->take(Values{"7"}) == RecordVerdict::duplicate);
    CHECK(reconciliation->missing() == 0);
}

TEST_CASE("rows of one identity have one record together, with the key of the last of them") {
    rc::prop(
        "random rows and records",
        [](const std::vector<std::uint8_t>& numbers, const std::vector<std::uint8_t>& present) {
            // Ten identities, the last of them empty: such a row is about a record of its own.
            std::vector<Values> rows;
            for (std::size_t i = 0; i < numbers.size(); ++i) {
                const int identity = numbers[i] % 10;
                rows.push_back(
                    {identity == 9 ? "" : "E" + std::to_string(identity),
                     "N" + std::to_string(numbers[i] / 10 % 4)}
                );
            }
            const test::TableSource source{{"Ext", "Name"}, rows};
            const auto count = static_cast<RowNumber>(rows.size());
            auto reconciliation =
                RowReconciliation::create(source, {RowSequence{0, count}}, {{"Name"}}, {{"ext"}});
            RC_ASSERT(reconciliation.has_value());

            std::map<std::string, std::size_t> last;
            for (std::size_t i = 0; i < rows.size(); ++i)
                last[rows[i][0].empty() ? "row " + std::to_string(i) : rows[i][0]] = i;
            std::multimap<std::string, std::string> due;
            for (const auto& [identity, row] : last) due.emplace(rows[row][1], identity);
            RC_ASSERT(reconciliation->records_due() == last.size());

            std::map<std::string, std::size_t> taken;
            for (const std::uint8_t one : present) {
                const std::string name = "N" + std::to_string(one % 5);
                const auto verdict = reconciliation->take(Values{name});
                const bool is_key = std::any_of(rows.begin(), rows.end(), [&](const Values& row) {
                    return row[1] == name;
                });
                const auto right = taken[name] < due.count(name) ? RecordVerdict::expected
                                   : is_key                      ? RecordVerdict::duplicate
                                                                 : RecordVerdict::extra;
                RC_ASSERT(verdict == right);
                if (right == RecordVerdict::expected) ++taken[name];
            }
            // A row is missing with all others of its record, or with none.
            const auto missing = reconciliation->missing_rows();
            RC_ASSERT(missing.size() == reconciliation->missing());
            RC_ASSERT(reconciliation->found_rows().size() == reconciliation->found());
            std::set<std::string> missing_identities;
            for (const RowNumber row : missing) {
                const Values& values = rows[row];
                missing_identities.insert(
                    values[0].empty() ? "row " + std::to_string(row) : values[0]
                );
            }
            std::size_t rows_of_missing = 0;
            for (std::size_t i = 0; i < rows.size(); ++i) {
                rows_of_missing += missing_identities.count(
                    rows[i][0].empty() ? "row " + std::to_string(i) : rows[i][0]
                );
            }
            RC_ASSERT(rows_of_missing == missing.size());
            std::size_t found = 0;
            for (const auto& [name, times] : taken) found += times;
            RC_ASSERT(missing_identities.size() + found == last.size());
        }
    );
}

TEST_CASE("a key that is no column is refused") {
    const test::TableSource source{{"N"}, {{"1"}}};
    const auto reconciliation = RowReconciliation::create(source, {RowSequence{0, 1}}, {{"M"}}, {});
    REQUIRE_FALSE(reconciliation);
    CHECK(reconciliation.error().code == ErrorCode::bad_configuration);
}

}  // namespace
}  // namespace rowlock
