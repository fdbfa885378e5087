#pragma once

#include "mockorg/engine/ledger.hpp"
#include "tests/support/lock_replay.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace rowlock::test {

/// What of a ledger's failures is not so by the trace of its org; empty if all of it is.
inline std::string fault_of_ledger(
    std::span<const LockFailure> failures, const LockReplay& replay
) {
    if (!replay.fault().empty()) return replay.fault();
    if (failures.size() != replay.timeouts().size()) return "not every failure is there";
    const auto started = [](const TransactionOrigin& origin) {
        return std::uint64_t{origin.job} << 32 | origin.first_row;
    };
    for (std::size_t i = 0; i < failures.size(); ++i) {
        const LockFailure& failure = failures[i];
        const LockReplay::Timeout& seen = replay.timeouts()[i];
        const std::string where = "failure " + std::to_string(i) + ": ";
        if (failure.time != seen.time) return where + "another time";
        if (failure.key.value() != seen.key) return where + "another key";
        if (started(failure.waiter) != seen.waiter) return where + "another waiter";
        if (started(failure.holder) != seen.holder) return where + "another holder";
        if (failure.holder_since != seen.holder_since) return where + "held since another time";
    }
    return {};
}

}  // namespace rowlock::test
