#include "harness/rehearse/key_rows.hpp"

#include "harness/rehearse/rehearsed_ledger.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/rehearse/tiny_load.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace rowlock {
namespace {

/// Failures of the load's first strategy, with what the load says of their rows.
std::vector<ExplainedFailure> failures_of(const Load& load) {
    std::vector<ExplainedFailure> failures;
    RehearseOptions options;
    options.on_finished = [&](std::size_t, const FinishedStrategy& finished) {
        failures = rehearsed_ledger(finished, {}).failures;
    };
    const auto rehearsal = rehearse(load, options);
    if (!rehearsal) FAIL(rehearsal.error().message);
    return failures;
}

TEST_CASE("all rows of the load with the value of a failed row are counted") {
    rc::prop("for any number of accounts and rows", [] {
        const auto accounts = *rc::gen::inRange<std::uint64_t>(1, 30);
        const auto rows = *rc::gen::inRange<std::uint64_t>(100, 200);
        Load load = test::tiny_load(R"({"name": "a"})");
        std::get<GeneratedSpec>(load.sources[0].rows).rows = static_cast<RowNumber>(accounts);
        load.strategies[0].load.rows = static_cast<RowNumber>(rows);
        for (const ExplainedFailure& failure : failures_of(load)) {
            RC_ASSERT(failure.key_rows.has_value());
            const std::uint64_t account = *failure.waiter.load_row % accounts;
            RC_ASSERT(failure.key_rows->column == "AccountId");
            RC_ASSERT(failure.key_rows->same_value);
            RC_ASSERT(failure.key_rows->rows == (rows - account + accounts - 1) / accounts);
            RC_ASSERT(failure.key_rows->batch_rows == 20);
            RC_ASSERT(!failure.key_rows->kept_together);
        }
    });
}

/// The tiny load as this strategy has it.
struct Cut {
    int partitions = 1;
    int batch_rows = 20;
    int org_rows = 10'000;

    Load load(const std::string& order, std::uint64_t accounts) const {
        Load load = test::tiny_load(
            R"({"name": "a", "overrides": {"interval": "1s", "limits": {"rows-per-batch": )" +
            std::to_string(org_rows) + R"(}, "partitions": )" + std::to_string(partitions) +
            R"(, "batchRows": )" + std::to_string(batch_rows) + order + "}}"
        );
        std::get<GeneratedSpec>(load.sources[0].rows).rows = static_cast<RowNumber>(accounts);
        return load;
    }
};

/// In how many batches of the org each account's rows stand, ordered by account.
std::vector<std::size_t> batches_of_accounts(const Cut& cut, std::uint64_t accounts) {
    std::vector<std::set<std::string>> batches(accounts);
    RehearseOptions options;
    options.on_finished = [&](std::size_t, const FinishedStrategy& finished) {
        for (RowNumber row = 0; row < 200; ++row) {
            const LoadPlace place = finished.places.places_of(row).at(0);
            const auto of_job = place.position / static_cast<std::uint32_t>(cut.org_rows);
            batches[row % accounts].insert(place.job + "/" + std::to_string(of_job));
        }
    };
    const std::string order = R"(, "order": {"by": "AccountId", "keepTogether": true})";
    require_value(rehearse(cut.load(order, accounts), options));
    std::vector<std::size_t> counts;
    for (const auto& each : batches) counts.push_back(each.size());
    return counts;
}

TEST_CASE("what an order would put into one batch is known, whatever cuts the rows") {
    using Ordered = KeyRows::Ordered;
    rc::prop("for any accounts, partitions and batches", [] {
        const auto accounts = *rc::gen::inRange<std::uint64_t>(2, 40);
        Cut cut{*rc::gen::inRange(1, 4), *rc::gen::inRange(5, 41), 10'000};
        if (*rc::gen::arbitrary<bool>()) cut.org_rows = *rc::gen::inRange(5, 41);
        const auto failures = failures_of(cut.load("", accounts));
        if (failures.empty()) return;
        const auto as_it_is = batches_of_accounts(cut, accounts);
        const int partitions = std::exchange(cut.partitions, 1);
        const auto in_one_partition = batches_of_accounts(cut, accounts);
        for (const ExplainedFailure& failure : failures) {
            const std::size_t account = *failure.waiter.load_row % accounts;
            const Ordered ordered = failure.key_rows->ordered;
            RC_ASSERT((as_it_is[account] == 1) == (ordered == Ordered::together));
            if (ordered == Ordered::together_in_one_partition)
                RC_ASSERT(partitions > 1 && in_one_partition[account] == 1);
        }
    });
}

TEST_CASE("an order that keeps values together is known, and what a batch takes at most") {
    const auto failures = failures_of(test::tiny_load(
        R"({"name": "a", "overrides": {"order": {"by": "accountid", "keepTogether": true}}})"
    ));
    REQUIRE_FALSE(failures.empty());
    for (const ExplainedFailure& failure : failures) CHECK(failure.key_rows->kept_together);
    const auto loosely =
        failures_of(test::tiny_load(R"({"name": "a", "overrides": {"order": {"by": "AccountId"}}})")
        );
    REQUIRE_FALSE(loosely.empty());
    for (const ExplainedFailure& failure : loosely) CHECK_FALSE(failure.key_rows->kept_together);
}

TEST_CASE("a reference by an external id leads to the key as well") {
    const test::Folder folder;
    std::string csv = "LastName,Account.External_ID__c\n";
    for (int row = 0; row < 200; ++row) csv += "C,A-" + std::to_string(row % 4) + "\n";
    folder.write("contacts.csv", csv);
    const std::string text =
        R"({"name": "files", "seed": 3, "profile": "heavy",
            "schema": ")" +
        std::filesystem::absolute("fixtures/schemas/external-id.json").string() +
        R"(", "sources": {
                "accounts": {"object": "Account", "rows": 4, "columns": {
                    "Name": "A {n}", "External_ID__c": "A-{n}"}},
                "contacts": {"object": "Contact", "file": "contacts.csv"}},
            "setup": [{"source": "accounts", "operation": "insert"}],
            "load": {"source": "contacts", "operation": "insert", "batchRows": 20},
            "strategies": [{"name": "a"}]})";
    const auto load = read_load(text, folder.path("load.json"));
    if (!load) FAIL(load.error().message);
    const auto failures = failures_of(*load);
    REQUIRE_FALSE(failures.empty());
    for (const ExplainedFailure& failure : failures) {
        CHECK(failure.key_rows->column == "Account.External_ID__c");
        CHECK(failure.key_rows->same_value);
        CHECK(failure.key_rows->rows == 50);
    }
}

}  // namespace
}  // namespace rowlock
