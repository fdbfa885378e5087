#include "harness/batcher/case_file.hpp"
#include "harness/batcher/reference_batcher.hpp"
#include "harness/batcher/zoo/recipe.hpp"
#include "harness/batcher/zoo/visit.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/batcher/json_shape.hpp"

#include <algorithm>
#include <string_view>

namespace rowlock::batcher {
namespace {

TEST_CASE("every bug of the zoo is killed by a property that should, and the reference survives") {
    const ZooReport report = visit_zoo(RunSettings{});
    CHECK(report.visits.size() >= 54);
    for (const ZooVisit& visit : report.visits) {
        INFO(zoo_line(visit) << '\n' << visit.sentence);
        CHECK(visit.killed);
        CHECK(visit.rows <= visit.rows_max);
        CHECK((visit.rows_max <= 4 || !visit.reason.empty()));
    }
    for (const Counterexample& found : report.reference.counterexamples) {
        FAIL_CHECK(
            found.property->id << ": " << found.violation.sentence << '\n'
                               << case_json(found.minimal, found.property->id)
        );
    }
    for (const std::size_t label : report.reference.missing_labels) {
        FAIL_CHECK(all_labels()[label].name << " " << report.reference.labels.counts()[label]);
    }
    CHECK(report.loader_reference.passed());
    CHECK(report.proves());
    test::check_json_shape(zoo_json(report), "docs/test-batcher-zoo.schema.json");
    CHECK_THAT(zoo_verdict(report), Catch::Contains("survived 300 cases"));
}

TEST_CASE("bugs that only a rare case shows are killed with other seeds, too") {
    const std::vector<std::string_view> rare{
        "counts-crlf-as-lf",
        "ignores-own-id",
        "keys-per-column",
        "lower-case-first-ten",
        "next-fit",
        "not-applicable-is-a-key",
        "null-is-a-key",
        "splits-at-commas",
        "strips-spaces-only"};
    RunSettings settings;
    settings.generator.seed = GENERATE(2U, 3U, 5U, 9U, 12U, 14U, 16U, 19U);
    std::size_t visited = 0;
    for (const ZooEntry& entry : all_zoo_entries()) {
        if (std::find(rare.begin(), rare.end(), entry.id) == rare.end()) continue;
        ++visited;
        const ZooVisit seen = visit(entry, settings);
        INFO("seed " << settings.generator.seed << '\n' << zoo_line(seen) << '\n' << seen.sentence);
        CHECK(seen.killed);
        CHECK(seen.rows <= seen.rows_max);
    }
    CHECK(visited == rare.size());
}

TEST_CASE("sixty cases are enough for bugs that need an update, a junction or text before keys") {
    RunSettings settings;
    settings.cases = 60;
    settings.generator.seed = GENERATE(range(1U, 9U));
    for (const ZooEntry& entry : all_zoo_entries()) {
        const bool wanted = entry.id == "ignores-own-id" || entry.id == "keys-per-column" ||
                            entry.id == "splits-at-commas";
        if (!wanted) continue;
        INFO("seed " << settings.generator.seed << ", " << entry.id);
        CHECK(visit(entry, settings).killed);
    }
}

TEST_CASE("good batchers survive with any seed, warnings and all") {
    const std::uint64_t seed = GENERATE(1U, 2U, 3U, 9U, 12U, 14U, 16U, 19U, 27U, 36U);
    RunSettings settings;
    settings.generator.seed = seed;
    ReferenceBatcher planner;
    const auto plain = batcher_of(correct_file_recipe())();
    for (Batcher* const batcher : {static_cast<Batcher*>(&planner), plain.get()}) {
        const RunResult result = run_properties(*batcher, settings);
        INFO("seed " << seed << (batcher == &planner ? ", planner" : ", plain recipe"));
        for (const Counterexample& found : result.counterexamples) {
            FAIL_CHECK(
                found.property->id << ": " << found.violation.sentence << '\n'
                                   << case_json(found.minimal, found.property->id)
            );
        }
        CHECK(result.missing_labels.empty());
    }
}

TEST_CASE("a zoo that proves nothing says why") {
    ZooReport report;
    ZooVisit& alive = report.visits.emplace_back();
    alive.id = "alive";
    ZooVisit& large = report.visits.emplace_back();
    large.id = "large";
    large.killed = true;
    large.rows = 9;
    large.rows_max = 4;
    CHECK_FALSE(report.proves());
    CHECK(
        report.problems() ==
        std::vector<std::string>{"alive survived", "large takes 9 rows, more than 4"}
    );
    CHECK_THAT(zoo_json(report), Catch::Contains(R"("problems":["alive survived","large takes)"));
}

}  // namespace
}  // namespace rowlock::batcher
