#include "harness/batcher/case_file.hpp"
#include "harness/batcher/zoo/visit.hpp"
#include "tests/support/test.hpp"

namespace rowlock::batcher {
namespace {

TEST_CASE("every bug of the zoo is killed by a property that should, and the reference survives") {
    const ZooReport report = visit_zoo(RunSettings{});
    CHECK(report.visits.size() >= 34);
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
    CHECK(report.proves());
}

}  // namespace
}  // namespace rowlock::batcher
