#include "mockorg/locking/lock_rules.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/locking/lock_test_support.hpp"

#include <map>

namespace rowlock {
namespace {

TEST_CASE(
    "a lock set is in lock order, each key once, with its lowest row and that row's first rule"
) {
    rc::prop("same as a map filled by hand", [] {
        std::vector<WantedLock> wanted;
        std::map<LockKey, std::pair<std::uint16_t, std::uint16_t>> expected;
        const auto rows = *rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange(0U, 8U));
        for (const std::uint32_t row : rows) {
            const auto in_chunk = *rc::gen::inRange<std::uint16_t>(0, 4);
            const auto rule = *rc::gen::inRange<std::uint16_t>(0, 3);
            wanted.push_back({test::key(row), in_chunk, rule});
            const auto [at, is_new] = expected.emplace(test::key(row), std::pair{in_chunk, rule});
            if (!is_new) at->second = std::min(at->second, {in_chunk, rule});
        }
        make_lock_set(wanted);
        RC_ASSERT(wanted.size() == expected.size());
        auto at = expected.begin();
        for (const WantedLock& lock : wanted) {
            RC_ASSERT(lock.key == at->first);
            RC_ASSERT((std::pair{lock.row, lock.rule} == at->second));
            ++at;
        }
    });
}

}  // namespace
}  // namespace rowlock
