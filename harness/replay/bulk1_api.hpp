#pragma once

#include "harness/replay/batch_exchange.hpp"
#include "harness/replay/bulk1_requests.hpp"

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace rowlock {

/// A job that batches of one partition share.
struct Bulk1Lane {
    std::size_t partition = 0;
    bool serial = false;
    /// Empty until it is made.
    std::string job;
    /// Batches known to be in it.
    std::set<std::string> batches;
    /// Takes no more batches, because somebody has closed or aborted it.
    bool sealed = false;
    bool aborted = false;
    bool left_to_close = true;
};

/// Bulk API 1.0: the batches of a partition go into one Parallel job and, if there are serial ones,
/// one Serial job. POST of a batch, ask until it has ended, read its result, which is in the order
/// sent.
///
/// A batch whose answer was lost is in the job or is not. To find out, the job is closed, so that
/// nothing on its way can get in any more, and its batches are listed; if this one is not among
/// them, it goes into a new job.
class Bulk1Api final : public BatchApi {
public:
    /// The context outlives it.
    explicit Bulk1Api(PassContext& context);

    std::unique_ptr<BatchExchange> begin(BatchSlot slot) override;
    std::unique_ptr<BatchExchange> closing(std::size_t partition) override;

    bool answers_at_once() const override { return false; }

    /// A batch in doubt is found by being the only one on its way to the job.
    bool overlaps() const override { return false; }

    /// The lane to add batches to.
    std::shared_ptr<Bulk1Lane> open_lane(std::size_t partition, bool serial);

    /// The lane of an earlier run.
    std::shared_ptr<Bulk1Lane> old_lane(std::size_t partition, const std::string& job);

    PassContext& context() { return context_; }

    const Bulk1Requests& requests() const { return requests_; }

private:
    PassContext& context_;
    Bulk1Requests requests_;
    /// In order of beginning.
    std::vector<std::shared_ptr<Bulk1Lane>> lanes_;
};

}  // namespace rowlock
