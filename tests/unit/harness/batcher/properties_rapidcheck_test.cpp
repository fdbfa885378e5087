#include "harness/batcher/properties_rapidcheck.hpp"

#include "harness/batcher/loader/bulk_loader.hpp"
#include "harness/batcher/properties_catch.hpp"
#include "harness/batcher/reference_batcher.hpp"
#include "tests/support/test.hpp"

#include <rapidcheck/detail/Configuration.h>

#include <sstream>
#include <stdexcept>
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

/// Draws cases or histories until one of them fails.
template <class Value, class Assertion>
std::string failure_of(Assertion assertion) {
    rc::detail::TestParams params;
    params.seed = 7;
    const auto holds = [&](const Value& drawn) { assertion(drawn); };
    const auto result = rc::detail::checkTestable(holds, rc::detail::TestMetadata{}, params);
    return result.template is<rc::detail::FailureResult>() ? text_of(result) : std::string{};
}

TEST_CASE("the properties of the suite can be asserted for a drawn case") {
    rc::prop("the planner keeps to all of them", [](const AbstractCase& drawn) {
        assert_batches(drawn, [](const Instance& file) { return reference_answer(file, 1); });
    });
    const auto all_in_one = [](const Instance& file) {
        NumberedBatches batches(file.rows.empty() ? 0 : 1);
        for (std::size_t row = 0; row < file.rows.size(); ++row) batches[0].push_back(row);
        return batches;
    };
    const auto failure = failure_of<AbstractCase>([&](const AbstractCase& drawn) {
        assert_batches(drawn, all_in_one, {"cap"});
    });
    CHECK_THAT(failure, Catch::Contains("I2 cap: batch 1 has 2 rows, the cap is 1"));
    const auto throws = failure_of<AbstractCase>([](const AbstractCase& drawn) {
        assert_batches(drawn, [](const Instance& file) -> Answer {
            if (file.rows.size() == 1) throw std::runtime_error{"one"};
            return reference_answer(file, 1);
        });
    });
    CHECK_THAT(throws, Catch::Contains("I12 totality: "));
    const auto nothing = failure_of<AbstractCase>([&](const AbstractCase& drawn) {
        assert_batches(drawn, all_in_one, {"I99"});
    });
    CHECK_THAT(nothing, Catch::Contains("there is no property 'I99'"));
}

TEST_CASE("the properties of loaders can be asserted for a drawn history") {
    rc::prop("the careful loader keeps to all of them", [](const loader::History& drawn) {
        loader::assert_loader(drawn, loader::load_carefully);
    });
    const auto idle = [](const loader::LoadTask& task, loader::OrgConnection&) {
        return loader::LoadAccount(task.rows.size(), loader::RowFate::loaded);
    };
    const auto failure = failure_of<loader::History>([&](const loader::History& drawn) {
        loader::assert_loader(drawn, idle, {"lost"});
    });
    CHECK_THAT(failure, Catch::Contains("L1 lost: row 1 is loaded, the loader says"));
}

TEST_CASE("the glue of Catch2 passes where the check does") {
    ROWLOCK_CHECK_BATCHES(
        [](const Instance& file) { return reference_answer(file, 1); },
        {.only = {"I1", "I2"}, .cases = 20}
    );
}

}  // namespace
}  // namespace rowlock::batcher
