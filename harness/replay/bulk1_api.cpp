#include "harness/replay/bulk1_api.hpp"

#include "harness/replay/bulk1_exchange.hpp"
#include "harness/replay/bulk2_requests.hpp"

#include <algorithm>

namespace rowlock {

Bulk1Api::Bulk1Api(PassContext& context) : context_(context), requests_(k_api_version) {}

std::unique_ptr<BatchExchange> Bulk1Api::begin(BatchSlot slot) {
    return std::make_unique<Bulk1Exchange>(*this, std::move(slot));
}

std::shared_ptr<Bulk1Lane> Bulk1Api::open_lane(std::size_t partition, bool serial) {
    const auto found = std::find_if(lanes_.begin(), lanes_.end(), [&](const auto& lane) {
        return lane->partition == partition && lane->serial == serial && !lane->sealed;
    });
    if (found != lanes_.end()) return *found;
    lanes_.push_back(std::make_shared<Bulk1Lane>());
    lanes_.back()->partition = partition;
    lanes_.back()->serial = serial;
    return lanes_.back();
}

std::shared_ptr<Bulk1Lane> Bulk1Api::old_lane(std::size_t partition, const std::string& job) {
    const auto found = std::find_if(lanes_.begin(), lanes_.end(), [&](const auto& lane) {
        return lane->job == job;
    });
    if (found != lanes_.end()) return *found;
    auto lane = std::make_shared<Bulk1Lane>();
    lane->partition = partition;
    lane->job = job;
    // What an earlier run sent may still be on its way there: nothing new goes in.
    lane->sealed = true;
    for (std::string& batch : context_.journal.batches_of(job))
        lane->batches.insert(std::move(batch));
    lanes_.push_back(lane);
    return lane;
}

std::unique_ptr<BatchExchange> Bulk1Api::closing(std::size_t partition) {
    for (const std::string& job : context_.journal.shared_jobs(partition)) old_lane(partition, job);
    for (const auto& lane : lanes_) {
        if (lane->partition != partition || lane->job.empty() || !lane->left_to_close) continue;
        lane->left_to_close = false;
        return std::make_unique<Bulk1Closing>(*this, lane);
    }
    return nullptr;
}

}  // namespace rowlock
