#pragma once

#include "harness/replay/replay_report.hpp"

#include <cstdint>
#include <string>

namespace rowlock {

/// How many records rows make, where nobody tells which rows share one.
struct RecordRange {
    std::uint64_t least = 0;
    std::uint64_t most = 0;

    bool has(std::uint64_t records) const { return least <= records && records <= most; }

    bool operator==(const RecordRange&) const = default;
};

/// How many records there are if the report is right: as many as rows were created or updated,
/// less those that share a record with a row before them; of those, it is not known which failed.
RecordRange records_of(const ReplayReport& report);

/// `1,234`, or `10 to 12`
std::string range_text(const RecordRange& range);

}  // namespace rowlock
