#pragma once

#include "checks/bounds/batch_limits.hpp"
#include "checks/model/row_keys.hpp"

#include <cstdint>
#include <span>

namespace rowlock {

/// How a plan uses the keys, recounted from its rows alone.
struct KeyUsage {
    /// Keys that more than one batch has.
    std::uint64_t shared_keys = 0;
    /// Distinct pairs (transaction, key): how often a lock is taken.
    std::uint64_t acquisitions = 0;
};

/// `order`: the rows batch by batch. The number of threads, of which it uses two, changes nothing.
KeyUsage count_key_usage(
    const RowKeys& keys,
    std::span<const RowNo> order,
    std::span<const LoadSize> batches,
    unsigned threads = 1
);

}  // namespace rowlock
