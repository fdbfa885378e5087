#include "harness/schedule/run_pool.hpp"

#include "tests/support/test.hpp"

#include <algorithm>
#include <string>

namespace rowlock {
namespace {

TEST_CASE("every task is done once, and the first error in their order is told") {
    rc::prop("on any number of threads", [] {
        const auto threads = *rc::gen::inRange(1U, 5U);
        const auto fails = *rc::gen::container<std::vector<bool>>(rc::gen::arbitrary<bool>());
        std::vector<int> done(fails.size());
        std::vector<std::function<Result<void>()>> tasks;
        for (std::size_t i = 0; i < fails.size(); ++i) {
            tasks.emplace_back([&, i]() -> Result<void> {
                ++done[i];
                if (fails[i]) return fail(ErrorCode::bad_file, std::to_string(i));
                return {};
            });
        }
        std::uint64_t told = 0;
        const auto outcome =
            run_all_tasks(tasks, threads, [&](std::uint64_t count) { told = count; });
        RC_ASSERT(std::all_of(done.begin(), done.end(), [](int count) { return count == 1; }));
        RC_ASSERT(told == fails.size());
        const auto first = std::find(fails.begin(), fails.end(), true);
        RC_ASSERT(outcome.has_value() == (first == fails.end()));
        if (!outcome) RC_ASSERT(outcome.error().message == std::to_string(first - fails.begin()));
    });
}

}  // namespace
}  // namespace rowlock
