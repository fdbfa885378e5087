#include "harness/replay/pass_requests.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// Each may be a result file of a hundred megabytes.
constexpr std::size_t k_kept_max = 2;

}  // namespace

bool PassRequests::ready(TimePoint now) {
    while (!delayed_.empty() && delayed_.begin()->first <= now) {
        ready_.push_back(std::move(delayed_.begin()->second));
        delayed_.erase(delayed_.begin());
    }
    return !ready_.empty();
}

Task PassRequests::take() {
    ROWLOCK_ASSERT(!ready_.empty());
    Task task = std::move(ready_.front());
    ready_.pop_front();
    return task;
}

TimePoint PassRequests::next_time() const {
    return delayed_.empty() ? TimePoint::max() : delayed_.begin()->first;
}

Token PassRequests::begin(Task task) {
    under_way_.emplace(next_token_, std::move(task));
    return next_token_++;
}

std::optional<Task> PassRequests::end(Token token) {
    const auto found = under_way_.find(token);
    if (found == under_way_.end()) return std::nullopt;
    Task task = std::move(found->second);
    under_way_.erase(found);
    return task;
}

std::vector<JobNo> PassRequests::jobs_in_doubt() const {
    std::vector<JobNo> jobs;
    for (const auto& entry : under_way_) jobs.push_back(entry.second.job);
    for (const auto& entry : delayed_) {
        if (entry.second.unclear) jobs.push_back(entry.second.job);
    }
    for (const Task& task : ready_) {
        if (task.unclear) jobs.push_back(task.job);
    }
    return jobs;
}

bool PassRequests::time_for_answer() const {
    return !kept_.empty() &&
           std::none_of(under_way_.begin(), under_way_.end(), [](const auto& entry) {
               return entry.second.heavy;
           });
}

bool PassRequests::too_many_answers() const {
    return kept_.size() > k_kept_max;
}

KeptAnswer PassRequests::take_answer() {
    ROWLOCK_ASSERT(!kept_.empty());
    KeptAnswer answer = std::move(kept_.front());
    kept_.pop_front();
    return answer;
}

void PassRequests::clear() {
    ready_.clear();
    delayed_.clear();
    under_way_.clear();
    kept_.clear();
}

}  // namespace rowlock
