#include "checks/findings/chunk_keys.hpp"

#include "tests/support/test.hpp"

#include <set>

namespace rowlock {
namespace {

TEST_CASE("keys are told apart from those of the same transaction only") {
    rc::prop("same as a set", [] {
        ChunkKeys keys;
        for (int round = 0; round < 3; ++round) {
            std::set<std::uint64_t> seen;
            const auto count = *rc::gen::inRange(0, 201);
            for (int i = 0; i < count; ++i) {
                // Multiples of the table's size meet in one slot.
                const auto hash = *rc::gen::inRange<std::uint64_t>(0, 64) * 256;
                RC_ASSERT(keys.add(hash) == seen.insert(hash).second);
            }
            keys.clear();
        }
    });
}

}  // namespace
}  // namespace rowlock
