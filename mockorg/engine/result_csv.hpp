#pragma once

#include "mockorg/codec/http_message.hpp"
#include "mockorg/engine/job.hpp"
#include "mockorg/store/store.hpp"

#include <cstdint>

namespace rowlock {

/// One of a job's three result files, piece by piece. Takes what it needs from job and store now
/// and reads neither later. Rows come chunk by chunk in an order drawn from `order_seed`, not that
/// of the upload: the platform promises none, and clients must not count on one.
BodySource result_csv(
    const Job& job,
    JobResultKind kind,
    const Schema& schema,
    Store::IdPrinter ids,
    std::uint64_t order_seed
);

}  // namespace rowlock
