#pragma once

#include "harness/verify/record_scan.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace rowlock {

/// What happened to a record since a baseline.
enum class ForeignChange : std::uint8_t { created, changed, moved, deleted, undeleted };

/// `created`, ...
const char* name_of(ForeignChange change);

/// Compares the records there are with those a baseline had, outside of a load's own. Memory: what
/// it is given and one bit a record. A value.
class SnapshotDiff {
public:
    /// `before` and `own`, the ids of the load's records, ascending. `taken_ms`: when the baseline
    /// was taken, on the org's clock.
    SnapshotDiff(std::vector<RecordPrint> before, std::vector<RecordId> own, std::int64_t taken_ms);

    /// What the record says about itself; each is to come once. A record that the baseline had is
    /// no record of the load's own, whatever `own` says: the load has written it. One that
    /// is there again counts as undeleted: the baseline lacks it, though it was created before.
    std::optional<ForeignChange> take(const ScannedRecord& record);

    /// Records of the baseline that did not come.
    std::vector<RecordId> missing() const;

    /// Whether the baseline had it.
    bool had(const RecordId& id) const;

    /// Whether it is one of the load's own now.
    bool is_own(const RecordId& id) const;

private:
    std::vector<RecordPrint>::const_iterator find(const RecordId& id) const;

    std::vector<RecordPrint> before_;
    std::vector<RecordId> own_;
    std::vector<bool> seen_;
    std::int64_t taken_ms_;
};

/// Whether the record came into being after the baseline was taken; true if it does not say. Times
/// of records may be whole seconds.
bool is_newer(const ScannedRecord& record, std::int64_t taken_ms);

}  // namespace rowlock
