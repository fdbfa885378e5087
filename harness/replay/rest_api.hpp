#pragma once

#include "harness/replay/batch_exchange.hpp"
#include "harness/replay/rest_requests.hpp"

#include <memory>

namespace rowlock {

/// REST: a batch is one request, of one record or, with composite/sobjects, of up to 200; its
/// answer has the outcome of each row. There are no jobs: what a lost answer said is lost, so that
/// the rows of an insert stay unknown then, while those of other operations are sent again.
class RestApi final : public BatchApi {
public:
    /// The context outlives it.
    explicit RestApi(PassContext& context);

    std::unique_ptr<BatchExchange> begin(BatchSlot slot) override;

    std::unique_ptr<BatchExchange> closing(std::size_t) override { return nullptr; }

    bool answers_at_once() const override { return true; }

    bool overlaps() const override { return true; }

private:
    PassContext& context_;
    RestRequests requests_;
};

}  // namespace rowlock
