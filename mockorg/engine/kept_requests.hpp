#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

namespace rowlock {

struct World;

/// One batch of one job, by their numbers.
struct BatchRef {
    std::uint32_t job;
    std::uint32_t batch;
};

/// The texts of Bulk API 1.0 batches that have ended, which clients may ask for as long as the job
/// is kept. The latest stay as they came, up to OrgConfig::plain_requests_bytes_max; older ones are
/// packed, and dropped once nobody can ask for them any more. (Packing all of them at once would
/// cost as much as loading them.)
struct KeptRequests {
    /// In the order in which they ended.
    std::deque<BatchRef> batches;
    /// How many of the first of them are packed.
    std::size_t packed = 0;
    /// Bytes of the others' texts.
    std::size_t plain_bytes = 0;
};

/// Takes in the text of a batch that has just ended.
void keep_request(World& world, BatchRef batch);

/// Drops the texts that nobody can ask for any more.
void forget_requests(World& world);

}  // namespace rowlock
