#include "harness/batcher/properties_rapidcheck.hpp"

#include "harness/batcher/case_file.hpp"
#include "harness/batcher/properties_catch.hpp"
#include "harness/batcher/reference_batcher.hpp"
#include "tests/support/test.hpp"

#include <rapidcheck/detail/Configuration.h>

#include <string>

namespace rowlock::batcher {
namespace {

rc::detail::TestResult result_of(std::uint64_t seed, const std::string& text_in_row) {
    rc::detail::TestParams params;
    params.seed = seed;
    const auto holds = [&](const Instance& file) {
        for (const auto& row : file.rows) RC_ASSERT(row.back() != text_in_row);
    };
    return rc::detail::checkTestable(holds, rc::detail::TestMetadata{}, params);
}

std::string text_of(const rc::detail::TestResult& result) {
    std::ostringstream out;
    rc::detail::printResultMessage(result, out);
    return out.str();
}

TEST_CASE("instances come from RapidCheck, and the planner keeps to their limits") {
    rc::prop("any file", [](const Instance& file) {
        for (const AnswerBatch& batch : reference_answer(file, 1).batches) {
            RC_ASSERT(batch.rows.size() <= file.caps.rows);
        }
    });
}

TEST_CASE("what fails shrinks to one row, the same for the same seed") {
    const auto once = result_of(7, "a,b");
    const auto again = result_of(7, "a,b");
    REQUIRE(once.template is<rc::detail::FailureResult>());
    CHECK(text_of(once) == text_of(again));
    CHECK_THAT(text_of(once), Catch::Contains("(Name,Description\na,\"a,b\"\n"));
}

TEST_CASE("simpler cases are simpler, sound, and there are some unless nothing is left") {
    rc::prop("for any case", [](const AbstractCase& abstract) {
        const auto simpler = simpler_cases(abstract);
        RC_ASSERT(!simpler.empty() || abstract.rows.empty());
        for (const AbstractCase& each : simpler) {
            RC_ASSERT(weight_of(each) < weight_of(abstract));
            RC_ASSERT(fault_of(each).empty());
        }
    });
}

TEST_CASE("the glue of Catch2 passes where the check does") {
    ROWLOCK_CHECK_BATCHES(
        [](const Instance& file) { return reference_answer(file, 1); },
        {.only = {"I1", "I2"}, .cases = 20}
    );
}

}  // namespace
}  // namespace rowlock::batcher
