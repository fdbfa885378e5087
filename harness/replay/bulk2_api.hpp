#pragma once

#include "harness/replay/batch_exchange.hpp"
#include "harness/replay/bulk2_requests.hpp"

namespace rowlock {

/// Bulk API 2.0: each batch is a job of its own. Create, PUT, PATCH, ask until it has ended, read
/// its three result files.
class Bulk2Api final : public BatchApi {
public:
    /// The context outlives it.
    explicit Bulk2Api(PassContext& context);

    std::unique_ptr<BatchExchange> begin(BatchSlot slot) override;

    std::unique_ptr<BatchExchange> closing(std::size_t) override { return nullptr; }

    bool answers_at_once() const override { return false; }

    bool overlaps() const override { return true; }

private:
    PassContext& context_;
    Bulk2Requests requests_;
};

}  // namespace rowlock
