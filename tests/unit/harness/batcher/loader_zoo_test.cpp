#include "harness/batcher/zoo/loader_zoo.hpp"

#include "harness/batcher/loader/bulk_loader.hpp"
#include "harness/batcher/loader/loader_run.hpp"
#include "harness/batcher/zoo/visit.hpp"
#include "tests/support/test.hpp"

#include <algorithm>

namespace rowlock::loader {
namespace {

TEST_CASE("every loader bug is killed by a property that should, in four rows or fewer") {
    const auto bugs = all_loader_bugs();
    CHECK(bugs.size() >= 30);
    for (const LoaderBug& bug : bugs) {
        const batcher::ZooVisit visit = batcher::visit(bug, LoaderRunSettings{});
        INFO(zoo_line(visit) << '\n' << visit.sentence);
        CHECK(visit.killed);
        CHECK(visit.rows <= visit.rows_max);
        CHECK(visit.rows_max <= 4);
    }
}

TEST_CASE("and so it is with other seeds") {
    LoaderRunSettings settings;
    settings.histories.seed = GENERATE(3U, 8U, 15U, 20U);
    for (const LoaderBug& bug : all_loader_bugs()) {
        const batcher::ZooVisit visit = batcher::visit(bug, settings);
        INFO(
            "seed " << settings.histories.seed << '\n'
                    << zoo_line(visit) << '\n'
                    << visit.sentence
        );
        CHECK(visit.killed);
        CHECK(visit.rows <= visit.rows_max);
    }
    CHECK(run_loader_properties(load_carefully, settings).passed());
}

TEST_CASE("every property of a loader has a bug that it alone is to notice") {
    for (const LoaderProperty& property : all_loader_properties()) {
        const auto bugs = all_loader_bugs();
        INFO(property.id);
        CHECK(std::any_of(bugs.begin(), bugs.end(), [&](const LoaderBug& bug) {
            return bug.killers == std::vector<std::string_view>{property.id};
        }));
    }
}

TEST_CASE("the careful loader survives") {
    LoaderRunSettings settings;
    settings.cases = 600;
    const LoaderRunResult result = run_loader_properties(load_carefully, settings);
    INFO(loader_report_text(result));
    CHECK(result.passed());
    CHECK(result.cases == 600);
}

}  // namespace
}  // namespace rowlock::loader
