#include "mockorg/base/trace.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TraceEvent event(std::int64_t microseconds, std::uint64_t subject) {
    return {TimePoint{Duration{microseconds}}, TraceKind::lock_granted, subject, 0};
}

TEST_CASE("the hash tells apart order, time and subject") {
    const auto hash_of = [](std::initializer_list<TraceEvent> events) {
        Trace trace;
        for (const TraceEvent& each : events) trace.record(each);
        return trace.hash();
    };
    const auto hash = hash_of({event(1, 1), event(2, 2)});
    CHECK(hash == hash_of({event(1, 1), event(2, 2)}));
    CHECK(hash != hash_of({event(2, 2), event(1, 1)}));
    CHECK(hash != hash_of({event(1, 1), event(2, 3)}));
    CHECK(hash != hash_of({event(1, 1), event(3, 2)}));
    CHECK(hash != hash_of({event(1, 1)}));
}

TEST_CASE("a listener sees every event") {
    Trace trace;
    std::vector<std::uint64_t> subjects;
    trace.listen([&](const TraceEvent& each) { subjects.push_back(each.subject); });
    trace.record(event(1, 10));
    trace.record(event(2, 20));
    CHECK(subjects == std::vector<std::uint64_t>{10, 20});
    CHECK(trace.count() == 2);
    CHECK(name_of(TraceKind::restored) == "restored");
}

TEST_CASE("what only listeners are told is no part of the hash") {
    Trace trace;
    trace.tell(event(1, 10));
    CHECK_FALSE(trace.has_listener());
    std::vector<std::uint64_t> subjects;
    trace.listen([&](const TraceEvent& each) { subjects.push_back(each.subject); });
    CHECK(trace.has_listener());
    trace.tell(event(2, 20));
    CHECK(subjects == std::vector<std::uint64_t>{20});
    CHECK(trace.count() == 0);
    CHECK(trace.hash() == Trace{}.hash());
    CHECK(name_of(TraceKind::locks_released) == "locks_released");
}

}  // namespace
}  // namespace rowlock
