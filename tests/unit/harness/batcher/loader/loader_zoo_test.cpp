#include "harness/batcher/loader/loader_zoo.hpp"

#include "harness/batcher/loader/bulk_loader.hpp"
#include "harness/batcher/loader/loader_run.hpp"
#include "harness/batcher/zoo/visit.hpp"
#include "tests/support/test.hpp"

namespace rowlock::loader {
namespace {

TEST_CASE("every loader bug is killed by a property that should, in four rows or fewer") {
    const auto bugs = all_loader_bugs();
    CHECK(bugs.size() >= 20);
    for (const LoaderBug& bug : bugs) {
        const batcher::ZooVisit visit = batcher::visit(bug, LoaderRunSettings{});
        INFO(zoo_line(visit) << '\n' << visit.sentence);
        CHECK(visit.killed);
        CHECK(visit.rows <= visit.rows_max);
        CHECK(visit.rows_max <= 4);
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
