#pragma once

#include "mockorg/engine/org.hpp"

#include <map>
#include <vector>

namespace rowlock {

/// When a load, run by itself, held or wanted which of the records that were there before it.
class LockTimes {
public:
    LockTimes() = default;

    /// Of these records, in the order of their ids.
    explicit LockTimes(std::vector<RecordId> records) : records_(std::move(records)) {}

    /// What is held and wanted from this time on, since the load's start, until the next such call.
    void note(Duration now, const std::vector<HeldLock>& locks);

    /// The load is over. Times less than `precision` apart become one, so that few are left.
    void finish(Duration now, Duration precision);

    /// How many records both needed at any time.
    std::uint64_t shared_with(const LockTimes& other) const;

    /// Whether, if the other load begins so much later, each record that both need is let go by the
    /// one at least `margin` before the other wants it.
    bool keeps_clear_of(const LockTimes& other, Duration later, Duration margin) const;

private:
    struct Span {
        Duration from;
        Duration to;
    };

    std::vector<RecordId> records_;
    std::map<RecordId, std::vector<Span>> spans_;
    /// Since the last call.
    std::vector<RecordId> needed_;
};

}  // namespace rowlock
