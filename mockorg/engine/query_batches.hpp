#pragma once

#include "mockorg/engine/world.hpp"

namespace rowlock {

/// What the batches of Bulk API 1.0 query jobs do: run their query, or cut it into ranges of ids.
/// Works on a World it does not own.
class QueryBatches {
public:
    explicit QueryBatches(World& world) : world_(world) {}

    /// Replaces a batch that waits for its turn by one batch for each range, if its job asks for
    /// that and its query allows it. Returns the ranges' batches, still to be queued; nothing if
    /// the batch is to be run itself. Adding batches invalidates references to those of the job.
    Result<std::vector<std::uint32_t>> split(BatchRef ref);

    /// Runs the query on what is committed now. Fails with what becomes the batch's state message.
    Result<void> run(BatchRef ref);

private:
    Result<BulkQuery> bind(const Job& job, const std::string& soql) const;

    World& world_;
};

}  // namespace rowlock
