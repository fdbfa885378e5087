#include "harness/rehearse/load_places.hpp"

namespace rowlock {

void LoadPlaces::add(const BatchExchange& settled) {
    const SentRows& rows = settled.rows();
    const BatchName name{settled.job_id(), std::string{settled.batch_id()}};
    if ((name.first.empty() && name.second.empty()) || rows.sequence == nullptr) return;
    const Sent sent{*rows.sequence, rows.first, rows.count};
    if (sent_.try_emplace(name, sent).second) order_.push_back(name);
}

std::optional<RowNumber> LoadPlaces::row(const LoadPlace& place) const {
    const auto found = sent_.find({place.job, place.batch});
    if (found == sent_.end() || place.position >= found->second.count) return std::nullopt;
    const Sent& sent = found->second;
    return sent.sequence[sent.first + static_cast<RowNumber>(place.position)];
}

std::vector<LoadPlace> LoadPlaces::places_of(RowNumber row) const {
    std::vector<LoadPlace> places;
    for (const BatchName& name : order_) {
        const Sent& sent = sent_.at(name);
        for (RowNumber i = 0; i < sent.count; ++i) {
            if (sent.sequence[sent.first + i] == row)
                places.push_back({name.first, name.second, i});
        }
    }
    return places;
}

}  // namespace rowlock
