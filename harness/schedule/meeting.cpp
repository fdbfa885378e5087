#include "harness/schedule/meeting.hpp"

#include "mockorg/base/assert.hpp"

#include <vector>

namespace rowlock {
namespace {

/// How long after the first load's start the second one's next is, of which the first's day has the
/// one at its position.
Duration distance_behind(std::span<const TimedLoad> loads, std::size_t first, std::size_t second) {
    const Duration distance = loads[second].start - loads[first].start;
    return first < second ? distance : distance + k_day;
}

/// Counts the overlap for each load with which a day must not begin to show it.
class CutOverlaps {
public:
    explicit CutOverlaps(std::size_t loads) : changes_(loads + 1) {}

    /// The second begins while the first still runs.
    void add(std::size_t first, std::size_t second) {
        if (first < second) return add_range(first + 1, second + 1);
        add_range(first + 1, changes_.size() - 1);
        add_range(0, second + 1);
    }

    /// By the load that the day begins with.
    std::vector<std::int64_t> counts() const {
        std::vector<std::int64_t> counts;
        std::int64_t count = 0;
        for (std::size_t i = 0; i + 1 < changes_.size(); ++i)
            counts.push_back(count += changes_[i]);
        return counts;
    }

private:
    void add_range(std::size_t begin, std::size_t end) {
        ++changes_[begin];
        --changes_[end];
    }

    std::vector<std::int64_t> changes_;
};

}  // namespace

const char* name_of(Overlap overlap) {
    switch (overlap) {
        case Overlap::no:
            return "no";
        case Overlap::possible:
            return "possible";
        case Overlap::certain:
            return "certain";
    }
    return "";
}

Overlap overlap_of(Duration start, const DurationRange& lasts, Duration next_start) {
    if (next_start - start < lasts.shortest) return Overlap::certain;
    return next_start - start < lasts.longest ? Overlap::possible : Overlap::no;
}

Meeting meeting_of(
    std::span<const TimedLoad> loads, std::size_t one, std::size_t other, bool daily
) {
    ROWLOCK_ASSERT(one < other && other < loads.size());
    const auto meet = [&](std::size_t first, std::size_t second) {
        const Duration distance = distance_behind(loads, first, second);
        return Meeting{
            first, second, distance, overlap_of(Duration{}, loads[first].lasts, distance), false};
    };
    Meeting meeting = meet(one, other);
    if (!daily) return meeting;
    Meeting turned = meet(other, one);
    if (turned.overlap == Overlap::no) return meeting;
    if (turned.overlap > meeting.overlap) meeting = turned;
    meeting.over_midnight = true;
    return meeting;
}

std::size_t first_of_day(std::span<const TimedLoad> loads) {
    CutOverlaps cut{loads.size()};
    for (std::size_t first = 0; first < loads.size(); ++first) {
        for (std::size_t second = 0; second < loads.size(); ++second) {
            if (first == second) continue;
            if (distance_behind(loads, first, second) < loads[first].lasts.longest)
                cut.add(first, second);
        }
    }
    const auto counts = cut.counts();
    std::size_t best = 0;
    for (std::size_t i = 1; i < counts.size(); ++i) {
        // Loads that begin at once are of one day.
        if (loads[i].start != loads[i - 1].start && counts[i] < counts[best]) best = i;
    }
    return best;
}

}  // namespace rowlock
