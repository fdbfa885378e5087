#include "harness/batcher/properties.hpp"

#include "harness/batcher/canonical_key.hpp"
#include "harness/batcher/loader/bulk_loader.hpp"
#include "harness/batcher/reference_batcher.hpp"
#include "mockorg/base/file_text.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"

#include <cmath>
#include <filesystem>
#include <iterator>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace rowlock::batcher {
namespace {

/// Every so many rows, whoever shares what.
NumberedBatches plain_cut(const Instance& file) {
    NumberedBatches batches;
    for (std::size_t row = 0; row < file.rows.size(); ++row) {
        if (row % file.caps.rows == 0) batches.emplace_back();
        batches.back().push_back(row);
    }
    return batches;
}

CellBatches with_cells(const Instance& file, const NumberedBatches& numbered) {
    CellBatches batches;
    for (const auto& rows : numbered) {
        batches.emplace_back();
        for (const std::size_t row : rows) batches.back().push_back(file.rows[row]);
    }
    return batches;
}

CheckOptions only(const char* property) {
    CheckOptions options;
    options.only = {property};
    return options;
}

TEST_CASE("a good batcher passes, by what it returns") {
    const CheckResult planner =
        check_batches([](const Instance& file) { return reference_answer(file, 1); });
    INFO(planner.report);
    CHECK(planner.passed);
    CHECK_THAT(planner.report, Catch::StartsWith("PASSED: 0 of 28"));
    ReferenceBatcher reference;
    CHECK(check_batcher(reference).passed);
}

TEST_CASE("a plain cut fails in two rows, with the table and a line that shows it again") {
    const CheckResult numbered = check_batches(plain_cut, only("I4"));
    CHECK_FALSE(numbered.passed);
    CHECK_THAT(numbered.report, Catch::StartsWith("FAILED: 1 of 2 properties"));
    CHECK_THAT(numbered.report, Catch::Contains("rows 1 and 2 share "));
    CHECK_THAT(
        numbered.report, Catch::Contains("replay: CheckOptions{.only = {\"I4\"}, .cases = 1, .seed")
    );
    const CheckResult cells = check_batches(
        [](const Instance& file) { return with_cells(file, plain_cut(file)); }, only("I4")
    );
    CHECK(cells.report == numbered.report);
}

TEST_CASE("times that a batcher claims are held against the judge's") {
    const auto planned = [](const Instance& file) { return reference_answer(file, file.workers); };
    const auto with = [&](std::optional<double> makespan, std::optional<double> bound) {
        const auto claiming = [=](const Instance& file) {
            Answer answer = planned(file);
            answer.claims = {};
            answer.claims.makespan = makespan;
            answer.claims.lower_bound = bound;
            return answer;
        };
        return check_batches(claiming, only("I11")).report;
    };
    const CheckResult honest = check_batches(planned, only("I11"));
    INFO(honest.report);
    CHECK(honest.passed);
    CHECK_THAT(with({}, 0.0), Catch::StartsWith("PASSED"));
    CHECK_THAT(with(1e9, {}), Catch::Contains("claims makespan = 1000000000 s, and it is "));
    CHECK_THAT(with(0.0, {}), Catch::Contains("claims makespan = 0 s, and it is "));
    CHECK_THAT(
        with({}, 1e9), Catch::Contains("claims lowerBound = 1000000000 s, and its plan takes")
    );
    CHECK_THAT(with(std::nan(""), {}), Catch::Contains("claims makespan = nan s"));
}

TEST_CASE("who brings ids into one form first need not tell their forms apart") {
    const auto in_one_form = [](const Instance& file) {
        Instance plain = file;
        for (auto& row : plain.rows) {
            for (std::size_t i = 0; i < row.size(); ++i) {
                if (plain.columns[i].is_key) row[i] = canonical_key(row[i]).value_or("");
            }
        }
        return reference_answer(plain, 1);
    };
    CheckOptions options;
    options.only = {"I7", "I8"};
    options.without = {"bytes"};
    const CheckResult result = check_batches(in_one_form, options);
    INFO(result.report);
    CHECK(result.passed);
}

TEST_CASE("what comes and goes in fresh processes is called chance") {
    std::uint64_t asked = 0;
    const auto every_third = [&asked](const Instance& file) {
        Answer answer = reference_answer(file, 1);
        answer.claims = {};
        if (++asked % 3 == 0) answer.claims.rows = file.rows.size() + 1;
        return answer;
    };
    const std::string report = check_batches(every_third, only("I11")).report;
    CHECK_THAT(report, Catch::Contains("so that the answer depends on chance: the batcher claims"));
    bool once = true;
    const auto only_once = [&once](const Instance& file) {
        Answer answer = reference_answer(file, 1);
        answer.claims = {};
        if (std::exchange(once, false)) answer.claims.rows = file.rows.size() + 1;
        return answer;
    };
    CHECK_THAT(
        check_batches(only_once, only("I11")).report,
        Catch::Contains("depends on cases before it or on chance: the batcher claims rows")
    );
}

TEST_CASE("the replayed case is the one of the report") {
    const CheckResult found = check_batches(plain_cut, only("I4"));
    const auto place = found.report.find(".first_case = ");
    REQUIRE(place != std::string::npos);
    CheckOptions again = only("I4");
    again.first_case = std::stoull(found.report.substr(place + 14));
    again.cases = 1;
    const CheckResult replayed = check_batches(plain_cut, again);
    const auto counterexample = [](const std::string& report) {
        return report.substr(report.find("\nI4"), report.find("  replay: ") - report.find("\nI4"));
    };
    CHECK(counterexample(replayed.report) == counterexample(found.report));
}

TEST_CASE("rows that are no rows, and rows left out, are findings") {
    const auto beyond = [](const Instance& file) {
        NumberedBatches batches = plain_cut(file);
        if (!batches.empty()) batches.back().push_back(file.rows.size());
        return batches;
    };
    CHECK_FALSE(check_batches(beyond, only("I1")).passed);
    CHECK_FALSE(check_batches([](const Instance&) { return CellBatches{}; }, only("I1")).passed);
    const auto thrown = [](const Instance&) -> NumberedBatches {
        throw std::runtime_error{"no idea"};
    };
    CHECK_THAT(check_batches(thrown).report, Catch::Contains("no idea"));
}

TEST_CASE("a word that means nothing fails the check and says so") {
    CheckOptions options = only("I99");
    CHECK_FALSE(check_batches(plain_cut, options).passed);
    CHECK_THAT(
        check_batches(plain_cut, options).report,
        Catch::Contains(".only: there is no property 'I99'")
    );
    options = {};
    options.without = {"colours"};
    CHECK_FALSE(check_batches(plain_cut, options).passed);
    LoaderCheckOptions loading;
    loading.skip = {"L99"};
    CHECK_FALSE(check_loader(loader::load_carefully, loading).passed);
}

TEST_CASE("a corpus keeps what was found and is tried first") {
    const test::Folder folder;
    CheckOptions options = only("I4");
    options.corpus = folder.path("corpus");
    CHECK_FALSE(check_batches(plain_cut, options).passed);
    CHECK(std::distance(std::filesystem::directory_iterator{options.corpus}, {}) == 1);
    options.cases = 0;
    const CheckResult again = check_batches(plain_cut, options);
    CHECK_FALSE(again.passed);
    CHECK_THAT(again.report, Catch::Contains("0 cases and 1 stored case"));
}

TEST_CASE("a function that answers otherwise is not said to have met another locale") {
    std::size_t asked = 0;
    const auto moody = [&asked](const Instance& file) {
        NumberedBatches batches = plain_cut(file);
        // The first answer, and the same again; then another.
        if (++asked % 3 == 0) batches.emplace_back();
        return batches;
    };
    const CheckResult found = check_batches(moody, only("I6"));
    CHECK_FALSE(found.passed);
    CHECK_THAT(found.report, Catch::Contains("the same input gave "));
    CHECK_THAT(found.report, !Catch::Contains("locale"));
}

TEST_CASE("warnings fail only where they are asked to") {
    const auto one_row_each = [](const Instance& file) {
        NumberedBatches batches;
        for (std::size_t row = 0; row < file.rows.size(); ++row) batches.push_back({row});
        return batches;
    };
    CheckOptions options = only("Q1");
    CHECK(check_batches(one_row_each, options).passed);
    CHECK(check_batches(one_row_each, options).warned);
    CHECK_FALSE(check_batches(plain_cut, only("I2")).warned);
    options.warnings_fail = true;
    const CheckResult found = check_batches(one_row_each, options);
    CHECK_FALSE(found.passed);
    CHECK_FALSE(found.warned);
    CHECK_THAT(found.report, Catch::Contains(", .warnings_fail = true}"));
}

TEST_CASE("a loader is checked the same way") {
    CHECK(check_loader(loader::load_carefully).passed);
    const auto does_nothing = [](const loader::LoadTask& task, loader::OrgConnection&) {
        return loader::LoadAccount(task.rows.size(), loader::RowFate::loaded);
    };
    const CheckResult found = check_loader(does_nothing);
    CHECK_FALSE(found.passed);
    CHECK_THAT(found.report, Catch::Contains("L1 lost"));
    CHECK_THAT(
        found.report,
        Catch::Contains("replay: LoaderCheckOptions{.only = {\"L1\"}, .cases = 1, .seed = 1, "
                        ".first_case = 1, .rows_max = 6}")
    );
    LoaderCheckOptions without;
    without.only = {"doubled"};
    const CheckResult idle = check_loader(does_nothing, without);
    CHECK_FALSE(idle.passed);
    CHECK_THAT(idle.report, Catch::StartsWith("FAILED: 0 of 1 properties"));
    CHECK_THAT(idle.report, Catch::Contains("too rare, below 1 % of the histories: a reply is"));
}

/// What stands behind `.name = ` in the replay line of a report, up to the next option.
std::string printed(const std::string& report, const std::string& name) {
    const std::string line = report.substr(report.find("  replay: "));
    const auto place = line.find("." + name + " = ");
    if (place == std::string::npos) return {};
    const auto start = place + name.size() + 4;
    const auto list = line[start] == '{' ? line.find('}', start) : start;
    return line.substr(start, line.find_first_of(",}\n", list + (list == start ? 0 : 1)) - start);
}

/// `{"a", "b"}`
std::vector<std::string> words_in(const std::string& list) {
    std::vector<std::string> words;
    for (auto open = list.find('"'); open != std::string::npos; open = list.find('"', open + 1)) {
        const auto close = list.find('"', open + 1);
        words.push_back(list.substr(open + 1, close - open - 1));
        open = close;
    }
    return words;
}

std::uint32_t number_in(const std::string& report, const std::string& name) {
    return static_cast<std::uint32_t>(std::stoul(printed(report, name)));
}

/// The part about a property, up to its replay line.
std::string counterexample_in(const std::string& report, const std::string& id) {
    const auto place = report.find("\n" + id + " ");
    return report.substr(place, report.find('\n', report.find("  replay: ", place)) - place);
}

TEST_CASE("the options of a replay line, read back, give the same counterexample") {
    CheckOptions options = only("I4");
    options.without = {"text", "nulls"};
    options.seed = 77;
    options.rows_max = 9;
    options.cap_rows_max = 3;
    options.warnings_fail = GENERATE(false, true);
    const std::string found = check_batches(plain_cut, options).report;
    CheckOptions again;
    again.only = words_in(printed(found, "only"));
    again.without = words_in(printed(found, "without"));
    again.cases = number_in(found, "cases");
    again.seed = number_in(found, "seed");
    again.first_case = number_in(found, "first_case");
    again.rows_max = number_in(found, "rows_max");
    again.cap_rows_max = number_in(found, "cap_rows_max");
    again.warnings_fail = printed(found, "warnings_fail") == "true";
    CHECK(again.cases == 1);
    CHECK(again.without == options.without);
    CHECK(again.warnings_fail == options.warnings_fail);
    const std::string shown = check_batches(plain_cut, again).report;
    CHECK(counterexample_in(shown, "I4") == counterexample_in(found, "I4"));
}

TEST_CASE("so do those of a loader") {
    const auto dislikes_crowds = [](const loader::LoadTask& task, loader::OrgConnection&) {
        const bool fits = task.rows.size() < 5;
        return loader::LoadAccount(
            task.rows.size(), fits ? loader::RowFate::unprocessed : loader::RowFate::loaded
        );
    };
    LoaderCheckOptions options;
    options.only = {"L1"};
    options.seed = 8;
    options.rows_max = 20;
    const std::string found = check_loader(dislikes_crowds, options).report;
    LoaderCheckOptions again;
    again.only = words_in(printed(found, "only"));
    again.cases = number_in(found, "cases");
    again.seed = number_in(found, "seed");
    again.first_case = number_in(found, "first_case");
    again.rows_max = number_in(found, "rows_max");
    CHECK(again.rows_max == 20);
    const std::string shown = check_loader(dislikes_crowds, again).report;
    CHECK(counterexample_in(shown, "L1") == counterexample_in(found, "L1"));
}

/// The insides of a page's ```cpp blocks, their include lines left out.
std::vector<std::string> test_cases_of(const std::string& page) {
    std::vector<std::string> blocks;
    bool inside = false;
    std::istringstream lines{page};
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("```")) {
            inside = line == "```cpp";
            if (inside) blocks.emplace_back();
        } else if (inside && !line.starts_with("#include") && !(line.empty() && blocks.back().empty())) {
            blocks.back() += line + '\n';
        }
    }
    return blocks;
}

TEST_CASE("the C++ of the page is that of the project which the tests build") {
    const auto text_of = [](const char* file) { return read_file(file, 1'000'000).value_or(""); };
    const std::string project = text_of("tests/package/consumer/batcher_test.cpp") +
                                text_of("tests/package/consumer/loader_test.cpp") +
                                text_of("tests/package/consumer/rapidcheck_test.cpp");
    const auto blocks = test_cases_of(text_of("docs/test-batcher.md"));
    CHECK(blocks.size() == 3);
    for (const std::string& block : blocks) CHECK_THAT(project, Catch::Contains(block));
}

}  // namespace
}  // namespace rowlock::batcher
