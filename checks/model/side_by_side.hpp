#pragma once

#include <future>
#include <utility>

namespace rowlock {

/// Does two things of which neither changes what the other looks at: on two threads if there are
/// so many, else one after the other.
template <class First, class Second>
void side_by_side(unsigned threads, First&& first, Second&& second) {
    const auto policy = threads > 1 ? std::launch::async : std::launch::deferred;
    auto other = std::async(policy, std::forward<Second>(second));
    first();
    other.get();
}

}  // namespace rowlock
