#include "harness/schedule/lock_times.hpp"

#include <algorithm>

namespace rowlock {

void LockTimes::note(Duration now, const std::vector<HeldLock>& locks) {
    for (const RecordId& record : needed_) spans_[record].back().to = now;
    std::vector<RecordId> needed;
    for (const HeldLock& lock : locks) {
        if (!std::binary_search(records_.begin(), records_.end(), lock.record)) continue;
        needed.push_back(lock.record);
        std::vector<Span>& spans = spans_[lock.record];
        // A span that was prolonged just now goes on.
        if (spans.empty() || spans.back().to < now) spans.push_back({now, now});
    }
    needed_ = std::move(needed);
}

void LockTimes::finish(Duration now, Duration precision) {
    note(now, {});
    records_ = {};
    for (auto& [record, spans] : spans_) {
        std::vector<Span> few;
        for (const Span& span : spans) {
            if (few.empty() || span.from - few.back().to >= precision) {
                few.push_back(span);
            } else {
                few.back().to = span.to;
            }
        }
        spans = std::move(few);
    }
}

std::uint64_t LockTimes::shared_with(const LockTimes& other) const {
    return static_cast<std::uint64_t>(std::count_if(
        spans_.begin(),
        spans_.end(),
        [&](const auto& entry) { return other.spans_.contains(entry.first); }
    ));
}

bool LockTimes::keeps_clear_of(const LockTimes& other, Duration later, Duration margin) const {
    for (const auto& [record, spans] : spans_) {
        const auto found = other.spans_.find(record);
        if (found == other.spans_.end()) continue;
        for (const Span& mine : spans) {
            const bool is_near =
                std::any_of(found->second.begin(), found->second.end(), [&](const Span& theirs) {
                    return theirs.from + later < mine.to + margin &&
                           mine.from < theirs.to + later + margin;
                });
            if (is_near) return false;
        }
    }
    return true;
}

}  // namespace rowlock
