#include "harness/replay/result_ledger.hpp"

#include "tests/support/test.hpp"

#include <map>

namespace rowlock {
namespace {

TEST_CASE("a new ledger has sent nothing") {
    const ResultLedger ledger{3};
    CHECK(ledger.count(RowStatus::not_sent) == 3);
    CHECK(ledger.count(RowStatus::created) == 0);
    CHECK(ledger.failures().empty());
}

TEST_CASE("failures are counted by the code before the first colon") {
    ResultLedger ledger{4};
    ledger.set_failed(0, "UNABLE_TO_LOCK_ROW:unable to obtain exclusive access: 001A:--");
    ledger.set_failed(1, "UNABLE_TO_LOCK_ROW:other text:--");
    ledger.set_failed(2, "no code at all");
    REQUIRE(ledger.failures().size() == 2);
    CHECK(ledger.failures()[0].code == "UNABLE_TO_LOCK_ROW");
    CHECK(ledger.failures()[0].rows == 2);
    CHECK(
        ledger.failures()[0].sample ==
        "UNABLE_TO_LOCK_ROW:unable to obtain exclusive access: 001A:--"
    );
    CHECK(ledger.failure_code(2) == "no code at all");
}

TEST_CASE("a failed row that succeeds later leaves its failure's count") {
    ResultLedger ledger{1};
    ledger.set_failed(0, "UNABLE_TO_LOCK_ROW:x:--");
    ledger.set(0, RowStatus::sent);
    ledger.set(0, RowStatus::created);
    CHECK(ledger.failures()[0].rows == 0);
    CHECK(ledger.count(RowStatus::created) == 1);
    ledger.check_invariants();
}

TEST_CASE("a flood of different codes ends in one other code") {
    ResultLedger ledger{1000};
    for (RowNumber row = 0; row < 1000; ++row)
        ledger.set_failed(row, "CODE_" + std::to_string(row) + ":x");
    CHECK(ledger.failures().size() == 255);
    CHECK(ledger.failure_code(999) == "OTHER");
    CHECK(ledger.failure_code(10) == "CODE_10");
    // A code known from before the flood is still counted under its name.
    ledger.set_failed(999, "CODE_10:x");
    CHECK(ledger.failure_code(999) == "CODE_10");
    ledger.check_invariants();
}

TEST_CASE("every row has one status, whatever happens in whatever order") {
    rc::prop(
        "counts agree with a plain map",
        [](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& steps) {
            constexpr std::size_t k_rows = 7;
            ResultLedger ledger{k_rows};
            std::map<RowNumber, std::pair<RowStatus, std::string>> model;
            for (RowNumber row = 0; row < k_rows; ++row) model[row] = {RowStatus::not_sent, ""};
            for (const auto& step : steps) {
                const RowNumber row = step.first % k_rows;
                const auto status = static_cast<RowStatus>(step.second % k_row_statuses);
                if (status == RowStatus::failed) {
                    const std::string code = "E" + std::to_string(step.second / k_row_statuses % 4);
                    ledger.set_failed(row, code + ":text");
                    model[row] = {status, code};
                } else {
                    ledger.set(row, status);
                    model[row] = {status, ""};
                }
            }
            ledger.check_invariants();
            std::map<std::string, std::uint64_t> failures;
            for (const auto& entry : model) {
                RC_ASSERT(ledger.status(entry.first) == entry.second.first);
                if (entry.second.first == RowStatus::failed) ++failures[entry.second.second];
            }
            for (const FailureCount& failure : ledger.failures()) {
                RC_ASSERT(failure.rows == failures[failure.code]);
            }
        }
    );
}

}  // namespace
}  // namespace rowlock
