#include "mockorg/locking/lock_key.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("lock order is by depth, then object type, then row") {
    rc::prop(
        "same as comparing the parts",
        [](std::uint8_t d1, std::uint16_t o1, std::uint32_t r1) {
            const auto [d2, o2, r2] =
                *rc::gen::arbitrary<std::tuple<std::uint8_t, std::uint16_t, std::uint32_t>>();
            const LockKey a = LockKey::of(d1, {ObjectNo{o1}, r1});
            const LockKey b = LockKey::of(d2, {ObjectNo{o2}, r2});
            RC_ASSERT((a < b) == (std::tuple{d1, o1, r1} < std::tuple{d2, o2, r2}));
        }
    );
}

TEST_CASE("a key gives its record back") {
    rc::prop("round trip", [](std::uint8_t depth, std::uint16_t object, std::uint32_t row) {
        const RecordHandle record{ObjectNo{object}, row};
        RC_ASSERT(LockKey::of(depth, record).record() == record);
    });
}

}  // namespace
}  // namespace rowlock
