#pragma once

#include "mockorg/base/time.hpp"
#include "mockorg/store/store.hpp"

#include <chrono>
#include <cstdint>
#include <string_view>

namespace rowlock {

/// What a query is asked of, and when.
struct QueryScope {
    const Store& store;
    /// The parsed text, for the place in errors.
    std::string_view source;
    /// Days since 1970-01-01: what TODAY means.
    std::int64_t today = 0;
    bool include_deleted = false;

    const Schema& schema() const { return store.schema(); }
};

/// The day a time falls on, in UTC.
inline std::int64_t day_of(TimePoint time) {
    return std::chrono::floor<std::chrono::days>(time.time_since_epoch()).count();
}

}  // namespace rowlock
