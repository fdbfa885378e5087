#include "mockorg/locking/lock_rules.hpp"

#include <algorithm>
#include <tuple>

namespace rowlock {

void make_lock_set(std::vector<WantedLock>& wanted) {
    std::sort(wanted.begin(), wanted.end(), [](const WantedLock& a, const WantedLock& b) {
        return std::tuple{a.key, a.row, a.rule} < std::tuple{b.key, b.row, b.rule};
    });
    const auto same_key = [](const WantedLock& a, const WantedLock& b) { return a.key == b.key; };
    wanted.erase(std::unique(wanted.begin(), wanted.end(), same_key), wanted.end());
}

}  // namespace rowlock
