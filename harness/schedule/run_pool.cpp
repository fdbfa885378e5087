#include "harness/schedule/run_pool.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace rowlock {

Result<void> run_all_tasks(
    const std::vector<std::function<Result<void>()>>& tasks,
    unsigned threads,
    const std::function<void(std::uint64_t)>& on_done
) {
    std::vector<Result<void>> outcomes(tasks.size());
    std::atomic<std::size_t> next{0};
    std::mutex telling;
    std::uint64_t done = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < tasks.size(); i = next++) {
            outcomes[i] = tasks[i]();
            const std::lock_guard lock{telling};
            ++done;
            if (on_done) on_done(done);
        }
    };
    {
        const std::size_t workers =
            std::clamp<std::size_t>(threads, 1, std::max<std::size_t>(tasks.size(), 1));
        std::vector<std::jthread> helpers;
        for (std::size_t i = 1; i < workers; ++i) helpers.emplace_back(work);
        work();
    }
    for (const Result<void>& outcome : outcomes) {
        if (!outcome) return outcome;
    }
    return {};
}

}  // namespace rowlock
