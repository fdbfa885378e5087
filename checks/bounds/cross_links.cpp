#include "checks/bounds/cross_links.hpp"

#include "mockorg/base/hash.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

#include <algorithm>
#include <vector>

namespace rowlock {
namespace {

/// Finds the cluster of each key by the votes of its rows, each for its heaviest key.
class ClusterFinder {
public:
    explicit ClusterFinder(const RowKeys& rows) : rows_(rows), row_counts_(rows.key_count()) {
        for (RowNo row = 0; row < rows.row_count(); ++row) {
            const auto keys = rows.of(row);
            for (const KeyUse use : keys) ++row_counts_[use.key()];
            any_row_of_two_ = any_row_of_two_ || keys.size() > 1;
        }
    }

    /// If not, each key is a cluster.
    bool any_row_of_two() const { return any_row_of_two_; }

    /// Keys that some row has.
    bool in_use(KeyNo key) const { return row_counts_[key] > 0; }

    /// By key: the one that stands for its cluster.
    std::vector<KeyNo> find() const {
        const std::vector<Votes> votes = count_votes();
        std::vector<KeyNo> clusters(votes.size());
        for (KeyNo key = 0; key < clusters.size(); ++key) {
            const bool most = 2 * std::uint64_t{votes[key].count} > row_counts_[key];
            clusters[key] = most ? votes[key].candidate : key;
        }
        // Each step leads to a heavier key, or one as heavy and of a smaller number, so it ends.
        for (KeyNo& cluster : clusters) {
            while (clusters[cluster] != cluster) cluster = clusters[cluster];
        }
        return clusters;
    }

private:
    struct Votes {
        KeyNo candidate = 0;
        std::uint32_t count = 0;
    };

    /// Boyer and Moore's way: a candidate with more than half of the votes survives a pass in which
    /// other votes cancel out; a second pass counts what it has.
    std::vector<Votes> count_votes() const {
        std::vector<Votes> all(row_counts_.size());
        each_vote([&](KeyNo voter, KeyNo choice) {
            Votes& votes = all[voter];
            if (votes.count == 0) votes.candidate = choice;
            votes.candidate == choice ? ++votes.count : --votes.count;
        });
        for (Votes& votes : all) votes.count = 0;
        each_vote([&](KeyNo voter, KeyNo choice) {
            if (all[voter].candidate == choice) ++all[voter].count;
        });
        return all;
    }

    template <class Count>
    void each_vote(Count&& count) const {
        for (RowNo row = 0; row < rows_.row_count(); ++row) {
            const auto keys = rows_.of(row);
            if (keys.empty()) continue;
            const KeyNo choice = heaviest(keys);
            for (const KeyUse use : keys) count(use.key(), choice);
        }
    }

    KeyNo heaviest(std::span<const KeyUse> keys) const {
        KeyNo best = keys.front().key();
        for (const KeyUse use : keys.subspan(1)) {
            const KeyNo key = use.key();
            const bool heavier = row_counts_[key] > row_counts_[best];
            if (heavier || (row_counts_[key] == row_counts_[best] && key < best)) best = key;
        }
        return best;
    }

    const RowKeys& rows_;
    std::vector<std::uint32_t> row_counts_;
    bool any_row_of_two_ = false;
};

/// Of at least two clusters, ascending: two as they are, more as a hash.
std::uint64_t set_number(std::span<const KeyNo> clusters) {
    std::uint64_t number = clusters[0];
    number = number << 32 | clusters[1];
    for (const KeyNo cluster : clusters.subspan(2)) number = hash_combine(number, cluster);
    return number;
}

std::uint64_t count_links(const RowKeys& rows, std::span<const KeyNo> clusters) {
    std::uint64_t links = 0;
    boost::unordered_flat_set<std::uint64_t> sets;
    std::vector<KeyNo> joined;
    for (RowNo row = 0; row < rows.row_count(); ++row) {
        const auto keys = rows.of(row);
        if (keys.size() < 2) continue;
        joined.clear();
        for (const KeyUse use : keys) joined.push_back(clusters[use.key()]);
        std::sort(joined.begin(), joined.end());
        joined.erase(std::unique(joined.begin(), joined.end()), joined.end());
        if (joined.size() > 1 && sets.insert(set_number(joined)).second) links += joined.size() - 1;
    }
    return links;
}

}  // namespace

CrossLinks measure_cross_links(const RowKeys& roots) {
    const ClusterFinder finder{roots};
    CrossLinks cross;
    if (finder.any_row_of_two()) {
        const std::vector<KeyNo> clusters = finder.find();
        for (KeyNo key = 0; key < clusters.size(); ++key) {
            if (clusters[key] == key && finder.in_use(key)) ++cross.clusters;
        }
        cross.links = count_links(roots, clusters);
    } else {
        for (KeyNo key = 0; key < roots.key_count(); ++key) cross.clusters += finder.in_use(key);
    }
    if (cross.clusters > 0) {
        cross.degree = 2 * static_cast<double>(cross.links) / static_cast<double>(cross.clusters);
    }
    return cross;
}

}  // namespace rowlock
