#include "harness/verify/snapshot_diff.hpp"

#include <algorithm>

namespace rowlock {

const char* name_of(ForeignChange change) {
    switch (change) {
        case ForeignChange::created:
            return "created";
        case ForeignChange::changed:
            return "changed";
        case ForeignChange::moved:
            return "moved";
        case ForeignChange::deleted:
            return "deleted";
        case ForeignChange::undeleted:
            return "undeleted";
    }
    return "";
}

SnapshotDiff::SnapshotDiff(
    std::vector<RecordPrint> before, std::vector<RecordId> own, std::int64_t taken_ms
)
    : before_(std::move(before)),
      own_(std::move(own)),
      seen_(before_.size()),
      taken_ms_(taken_ms) {}

/// The end if the baseline lacks it.
std::vector<RecordPrint>::const_iterator SnapshotDiff::find(const RecordId& id) const {
    const auto place = std::lower_bound(
        before_.begin(),
        before_.end(),
        id,
        [](const RecordPrint& print, const RecordId& wanted) { return print.id < wanted; }
    );
    return place != before_.end() && place->id == id ? place : before_.end();
}

std::optional<ForeignChange> SnapshotDiff::take(const ScannedRecord& record) {
    const auto known = find(record.id);
    if (known == before_.end()) {
        if (is_own(record.id)) return std::nullopt;
        return is_newer(record, taken_ms_) ? ForeignChange::created : ForeignChange::undeleted;
    }
    seen_[static_cast<std::size_t>(known - before_.begin())] = true;
    const RecordPrint now = record.print();
    if (now.parents != known->parents) return ForeignChange::moved;
    if (now.content != known->content) return ForeignChange::changed;
    return std::nullopt;
}

std::vector<RecordId> SnapshotDiff::missing() const {
    std::vector<RecordId> ids;
    for (std::size_t i = 0; i < before_.size(); ++i) {
        if (!seen_[i]) ids.push_back(before_[i].id);
    }
    return ids;
}

bool SnapshotDiff::had(const RecordId& id) const {
    return find(id) != before_.end();
}

bool SnapshotDiff::is_own(const RecordId& id) const {
    return std::binary_search(own_.begin(), own_.end(), id);
}

bool is_newer(const ScannedRecord& record, std::int64_t taken_ms) {
    constexpr std::int64_t k_second = 1'000;
    return !record.created_ms || *record.created_ms >= taken_ms - taken_ms % k_second;
}

}  // namespace rowlock
