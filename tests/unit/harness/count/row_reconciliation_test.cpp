#include "harness/count/row_reconciliation.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/harness/replay/table_source.hpp"

#include <map>

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
                RowReconciliation::create(source, sequences, {{"name"}, {"CODE"}});
            RC_ASSERT(reconciliation.has_value());
            std::map<int, int> times;
            std::uint64_t extra = 0;
            std::uint64_t duplicates = 0;
            for (const std::uint8_t one : present) {
                const int number = one % 50;
                const auto verdict =
                    reconciliation->take({"A" + std::to_string(number), std::to_string(number % 3)}
                    );
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
    auto reconciliation = RowReconciliation::create(source, {RowSequence{0, 3}}, {{"N"}});
    REQUIRE(reconciliation);
    CHECK(reconciliation->ambiguous() == 1);
    CHECK(reconciliation->take({"9.12260031E8"}) == RecordVerdict::expected);
    CHECK(reconciliation->take({"7"}) == RecordVerdict::expected);
    CHECK(reconciliation->take({"7"}) == RecordVerdict::expected);
    CHECK(reconciliation->take({"7"}) == RecordVerdict::duplicate);
    CHECK(reconciliation->missing() == 0);
}

TEST_CASE("a key that is no column is refused") {
    const test::TableSource source{{"N"}, {{"1"}}};
    const auto reconciliation = RowReconciliation::create(source, {RowSequence{0, 1}}, {{"M"}});
    REQUIRE_FALSE(reconciliation);
    CHECK(reconciliation.error().code == ErrorCode::bad_configuration);
}

}  // namespace
}  // namespace rowlock
