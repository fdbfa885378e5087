#include "harness/count/report_records.hpp"

#include "tests/support/test.hpp"

#include <set>

namespace rowlock {
namespace {

ReplayReport report_of(RowTally rows, std::optional<RepeatedKeys> repeated) {
    ReplayReport report;
    report.operation = "upsert";
    report.rows = rows;
    report.repeated = repeated;
    return report;
}

TEST_CASE("where no two rows share a record there are as many as succeeded") {
    CHECK(records_of(report_of({10, 4, 3, 3}, RepeatedKeys{})) == RecordRange{7, 7});
    CHECK(range_text({7, 7}) == "7");
}

TEST_CASE("rows that were deleted have none") {
    ReplayReport report = report_of({10, 0, 10}, RepeatedKeys{});
    report.operation = GENERATE("delete", "hardDelete");
    CHECK(records_of(report) == RecordRange{0, 0});
}

TEST_CASE("a report that does not tell which rows share records leaves a range") {
    CHECK(records_of(report_of({10, 5, 5}, std::nullopt)) == RecordRange{5, 10});
    CHECK(range_text({5, 1'000}) == "5 to 1,000");
}

TEST_CASE("the range has the number of records that rows really made, and is it if all arrived") {
    rc::prop("random rows of few keys", [](const std::vector<std::uint8_t>& sent) {
        std::set<int> keys;
        std::set<int> made;
        RowTally rows;
        rows.submitted = sent.size();
        RepeatedKeys repeated;
        for (const std::uint8_t one : sent) {
            const int key = one % 8;
            const bool is_repeated = !keys.insert(key).second;
            repeated.at_least += is_repeated ? 1U : 0U;
            if (one >= 200) {
                ++rows.failed;
            } else {
                // Half of the keys were there before.
                const bool is_new = made.insert(key).second && key < 4;
                ++(is_new ? rows.created : rows.updated);
            }
        }
        repeated.at_most = repeated.at_least;
        const RecordRange range = records_of(report_of(rows, repeated));
        RC_ASSERT(range.has(made.size()));
        if (rows.failed == 0) RC_ASSERT(range.least == range.most);
    });
}

}  // namespace
}  // namespace rowlock
