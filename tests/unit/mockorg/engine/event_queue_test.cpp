#include "mockorg/engine/event_queue.hpp"

#include "tests/support/test.hpp"

#include <algorithm>

namespace rowlock {
namespace {

TEST_CASE("an empty queue has no next time") {
    EventQueue queue;
    CHECK_FALSE(queue.next_time().has_value());
    queue.add(k_org_epoch, Event::Kind::commit, 1);
    CHECK(queue.next_time() == k_org_epoch);
    queue.take();
    CHECK_FALSE(queue.next_time().has_value());
}

TEST_CASE("events come by time, those of one moment in the order they were added") {
    rc::prop("a stable sort by time", [] {
        const auto times = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 5));
        EventQueue queue;
        std::vector<std::pair<int, std::uint32_t>> expected;
        for (std::size_t i = 0; i < times.size(); ++i) {
            queue.add(
                k_org_epoch + seconds(times[i]),
                Event::Kind::commit,
                static_cast<std::uint32_t>(i),
                7
            );
            expected.emplace_back(times[i], static_cast<std::uint32_t>(i));
        }
        std::sort(expected.begin(), expected.end());
        EventQueue copy = queue;
        for (const auto& [time, subject] : expected) {
            const Event event = queue.take();
            RC_ASSERT(event.time == k_org_epoch + seconds(time));
            RC_ASSERT(event.subject == subject);
            RC_ASSERT(event.detail == 7U);
            RC_ASSERT(copy.take().subject == subject);
        }
        RC_ASSERT_FALSE(queue.next_time().has_value());
    });
}

}  // namespace
}  // namespace rowlock
