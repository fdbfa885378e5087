#include "harness/replay/creation_watch.hpp"

#include "harness/replay/creation_answer.hpp"

#include <algorithm>
#include <iterator>

namespace rowlock {
namespace {

/// Whether the org may have made the job all the same: a gateway may say any 5xx in its place, and
/// what tells of no job is no answer either.
bool may_be_made(const Result<HttpResponse>& answer) {
    return !answer || answer->status >= 500 || answer->status < 400;
}

}  // namespace

void CreationWatch::begin(BatchPlace place) {
    journal_.creating(place, {job_, org_ms_, std::nullopt});
    under_way_[place] = org_ms_;
}

void CreationWatch::end(BatchPlace place, const Result<HttpResponse>& answer) {
    const auto begun = under_way_.find(place);
    if (begun == under_way_.end()) return;
    const std::int64_t since_ms = begun->second;
    under_way_.erase(begun);
    const auto created = answer ? read_creation_answer(*answer) : std::nullopt;
    if (!created && may_be_made(answer)) return lose(place, since_ms);
    if (!created) return journal_.creation_refused(place);
    made_.push_back(created->id);
    org_ms_ = std::max(org_ms_, created->created_ms.value_or(org_ms_));
    for (auto& [lost_place, lost] : lost_) {
        if (lost_place == place && !lost.until_ms) lost.until_ms = created->created_ms;
    }
}

void CreationWatch::lose(BatchPlace place, std::int64_t since_ms) {
    journal_.creation_lost(place);
    lost_.push_back({place, {job_, since_ms, std::nullopt}});
}

void CreationWatch::abandon() {
    for (const auto& [place, since_ms] : under_way_) lose(place, since_ms);
    under_way_.clear();
}

std::vector<LostCreation> CreationWatch::lost() const {
    std::vector<LostCreation> lost;
    std::transform(lost_.begin(), lost_.end(), std::back_inserter(lost), [](const auto& entry) {
        return entry.second;
    });
    return lost;
}

}  // namespace rowlock
