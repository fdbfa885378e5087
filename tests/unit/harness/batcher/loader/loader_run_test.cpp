#include "harness/batcher/loader/loader_run.hpp"

#include "harness/batcher/loader/bulk_loader.hpp"
#include "harness/batcher/zoo/loader_zoo.hpp"
#include "tests/support/test.hpp"

#include <algorithm>

namespace rowlock::loader {
namespace {

const Loader& bug(const char* id) {
    static const std::vector<LoaderBug> k_bugs = all_loader_bugs();
    const auto found = std::find_if(k_bugs.begin(), k_bugs.end(), [id](const LoaderBug& each) {
        return each.id == id;
    });
    REQUIRE(found != k_bugs.end());
    return found->loader;
}

LoaderRunSettings only(const char* property) {
    LoaderRunSettings settings;
    settings.properties = {find_loader_property(property)};
    return settings;
}

TEST_CASE("the same seed finds the same history and prints the same bytes") {
    const LoaderRunResult once = run_loader_properties(bug("creates-twice"), {});
    const LoaderRunResult again = run_loader_properties(bug("creates-twice"), {});
    CHECK_FALSE(once.passed());
    CHECK(loader_report_text(once) == loader_report_text(again));
}

TEST_CASE("the smallest double is one row and one answer lost") {
    const LoaderRunResult result = run_loader_properties(bug("creates-twice"), only("doubled"));
    REQUIRE(result.counterexamples.size() == 1);
    const LoaderCounterexample& found = result.counterexamples.front();
    CHECK(found.sentence == "row 1 is in the org 2 times");
    CHECK(found.minimal.history.rows == std::vector<HistoryRow>(1));
    REQUIRE(found.minimal.history.events.size() == 1);
    CHECK(leaves_doubt(found.minimal.history.events[0].kind));
    const std::string text = loader_report_text(result);
    CHECK_THAT(text, Catch::StartsWith("FAILED: 1 of 1 properties failed in "));
    CHECK_THAT(text, Catch::Contains(": 200, which "));
    CHECK_THAT(text, Catch::Contains("it says: row 1 loaded"));
}

TEST_CASE("one case can be run again on its own") {
    const LoaderRunResult result = run_loader_properties(bug("impatient"), only("persistence"));
    REQUIRE(result.counterexamples.size() == 1);
    LoaderRunSettings settings = only("persistence");
    settings.first = result.counterexamples[0].case_number;
    settings.cases = 1;
    const LoaderRunResult again = run_loader_properties(bug("impatient"), settings);
    REQUIRE(again.counterexamples.size() == 1);
    CHECK(again.counterexamples[0].minimal.history == result.counterexamples[0].minimal.history);
}

TEST_CASE("a loader that throws, or says nothing of a row, is a finding") {
    const Loader throws_a_number = [](const LoadTask&, OrgConnection&) -> LoadAccount { throw 7; };
    const LoaderRunResult thrown = run_loader_properties(throws_a_number, only("ends"));
    REQUIRE(thrown.counterexamples.size() == 1);
    CHECK_THAT(thrown.counterexamples[0].sentence, Catch::Contains("it threw something"));
    CHECK(thrown.counterexamples[0].minimal.history.rows.empty());

    const Loader silent = [](const LoadTask&, OrgConnection&) { return LoadAccount{}; };
    const LoaderRunResult short_account = run_loader_properties(silent, only("account"));
    REQUIRE(short_account.counterexamples.size() == 1);
    CHECK(short_account.counterexamples[0].sentence == "the account has 0 rows, the load 1");
}

TEST_CASE("a loader must not call failed what nobody refused") {
    const Loader pessimist = [](const LoadTask& task, OrgConnection&) {
        return LoadAccount(task.rows.size(), RowFate::failed);
    };
    const LoaderRunResult result = run_loader_properties(pessimist, only("account"));
    REQUIRE(result.counterexamples.size() == 1);
    CHECK(
        result.counterexamples[0].sentence ==
        "row 1 is failed, the loader says; the org says unprocessed"
    );
}

TEST_CASE("what was spoiled is named: the field, what is stored, what was given") {
    const auto sentence = [](const char* id, const char* property) {
        const LoaderRunResult result = run_loader_properties(bug(id), only(property));
        REQUIRE(result.counterexamples.size() == 1);
        return result.counterexamples[0].sentence;
    };
    CHECK(
        sentence("trims-cells", "content") ==
        "row 1 is not what it was given as: Description is `a` in the org, the file says ` a `"
    );
    CHECK_THAT(
        sentence("turns-crlf-into-lf", "content"),
        Catch::EndsWith("Description is `a\\nb` in the org, the file says `a\\r\\nb`")
    );
    CHECK(
        sentence("masks-addresses", "content") ==
        "a contact in the org stands for no row: Email is `row1@example.com.invalid`"
    );
    CHECK_THAT(
        sentence("spoils-references", "content"),
        Catch::StartsWith("row 1 was refused, though the org takes it as it was given: ")
    );
    const Loader forgets = [](const LoadTask& task, OrgConnection& org) {
        bug("trims-cells")(task, org);
        return LoadAccount(task.rows.size(), RowFate::failed);
    };
    LoaderRunSettings settings = only("account");
    const LoaderRunResult result = run_loader_properties(forgets, settings);
    REQUIRE(result.counterexamples.size() == 1);
    CHECK(result.counterexamples[0].sentence == "row 1 is failed, the loader says; the org has it");
}

TEST_CASE("nobody may call unknown what no lost answer hides") {
    const Loader shrugs = [](const LoadTask& task, OrgConnection& org) {
        load_carefully(task, org);
        return LoadAccount(task.rows.size(), RowFate::unknown);
    };
    const LoaderRunResult result = run_loader_properties(shrugs, only("account"));
    REQUIRE(result.counterexamples.size() == 1);
    CHECK(result.counterexamples[0].minimal.history.events.empty());
    CHECK(
        result.counterexamples[0].sentence == "row 1 is unknown, the loader says; the org has it"
    );
}

TEST_CASE("loaders of other APIs meet what happens, too") {
    for (const char* id : {"repeats-collection", "repeats-batch"}) {
        const LoaderRunResult result = run_loader_properties(bug(id), only("lost"));
        INFO(id << '\n' << loader_report_text(result));
        CHECK(result.passed());
        CHECK(result.missing.empty());
    }
    // Without events nothing happens to anybody.
    LoaderRunSettings calm = only("lost");
    calm.histories.events_max = 0;
    const LoaderRunResult result = run_loader_properties(load_carefully, calm);
    CHECK_FALSE(result.passed());
    CHECK_THAT(
        loader_report_text(result),
        Catch::Contains("below 1 % of the histories: something happens "
                        "to Bulk API 2.0")
    );
}

TEST_CASE("a run stops when it is told to, and is no success then") {
    LoaderRunSettings settings;
    int asked = 0;
    settings.stop = [&asked] { return ++asked > 3; };
    const LoaderRunResult result = run_loader_properties(load_carefully, settings);
    CHECK(result.stopped);
    CHECK(result.cases == 3);
    CHECK_FALSE(result.passed());
    CHECK_THAT(loader_report_text(result), Catch::StartsWith("STOPPED"));
}

TEST_CASE("properties have ids and names of their own") {
    const auto& all = all_loader_properties();
    CHECK(all.size() == 8);
    for (const LoaderProperty& property : all) {
        CHECK(find_loader_property(property.id) == &property);
        CHECK(find_loader_property(property.name) == &property);
    }
    CHECK(find_loader_property("L9") == nullptr);
}

}  // namespace
}  // namespace rowlock::loader
