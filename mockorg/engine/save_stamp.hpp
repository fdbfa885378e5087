#pragma once

#include "mockorg/base/record_handle.hpp"
#include "mockorg/base/time.hpp"

namespace rowlock {

/// When records are saved, and by whom.
struct SaveStamp {
    TimePoint time{};
    /// A User record.
    RecordHandle user{};
};

}  // namespace rowlock
