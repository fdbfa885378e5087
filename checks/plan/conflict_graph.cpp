#include "checks/plan/conflict_graph.hpp"

#include "checks/contention/bit_row.hpp"
#include "checks/plan/shared_keys.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace rowlock {
namespace {

/// Pairs as they come, key by key, that are sorted rather than kept as bits.
constexpr std::uint64_t k_sparse_pairs_max = std::uint64_t{1} << 24;

/// Pairs of those batches that share keys at all, one bit each.
class ConflictMatrix {
public:
    ConflictMatrix(const SharedKeyLists& lists, std::uint32_t batch_count)
        : number_(batch_count, k_none) {
        std::vector<bool> shares(batch_count);
        for (const std::uint32_t batch : lists.batches) shares[batch] = true;
        for (std::uint32_t batch = 0; batch < batch_count; ++batch) {
            if (!shares[batch]) continue;
            number_[batch] = static_cast<std::uint32_t>(batches_.size());
            batches_.push_back(batch);
        }
    }

    std::size_t size() const { return batches_.size(); }

    void fill(const SharedKeyLists& lists) {
        words_ = bit_words(size());
        bits_.resize(size() * words_);
        std::vector<std::uint64_t> together(words_);
        std::uint64_t begin = 0;
        for (const std::uint64_t end : lists.ends) {
            add(std::span{lists.batches}.subspan(begin, end - begin), together);
            begin = end;
        }
    }

    ConflictGraph graph() {
        std::vector<std::uint64_t> ends;
        std::vector<std::uint32_t> others;
        for (std::uint32_t batch = 0; batch < number_.size(); ++batch) {
            if (number_[batch] != k_none) list(number_[batch], others);
            ends.push_back(others.size());
        }
        return {std::move(ends), std::move(others)};
    }

private:
    static constexpr std::uint32_t k_none = ~std::uint32_t{0};

    std::span<std::uint64_t> row(std::uint32_t number) {
        return std::span{bits_}.subspan(number * words_, words_);
    }

    /// Few batches: pair by pair. Many: all of them into each one's row.
    void add(std::span<const std::uint32_t> batches, std::vector<std::uint64_t>& together) {
        if (batches.size() <= words_) {
            for (const std::uint32_t a : batches) {
                for (const std::uint32_t b : batches) set_bit(row(number_[a]), number_[b]);
            }
            return;
        }
        std::fill(together.begin(), together.end(), 0);
        for (const std::uint32_t batch : batches) set_bit(together, number_[batch]);
        for (const std::uint32_t batch : batches) {
            const auto bits = row(number_[batch]);
            for (std::size_t word = 0; word < words_; ++word) bits[word] |= together[word];
        }
    }

    void list(std::uint32_t number, std::vector<std::uint32_t>& others) {
        const auto bits = row(number);
        for (std::size_t word = 0; word < words_; ++word) {
            for (std::uint64_t rest = bits[word]; rest != 0; rest &= rest - 1) {
                const std::size_t other = word * 64 + static_cast<unsigned>(std::countr_zero(rest));
                if (other != number) others.push_back(batches_[other]);
            }
        }
    }

    std::vector<std::uint32_t> number_;
    std::vector<std::uint32_t> batches_;
    std::size_t words_ = 0;
    std::vector<std::uint64_t> bits_;
};

std::uint64_t count_listed_pairs(const SharedKeyLists& lists) {
    std::uint64_t pairs = 0;
    std::uint64_t begin = 0;
    for (const std::uint64_t end : lists.ends) {
        pairs += (end - begin) * (end - begin - 1);
        begin = end;
    }
    return pairs;
}

/// For many batches each of which shares keys with few.
ConflictGraph graph_of_pairs(const SharedKeyLists& lists, std::uint32_t batch_count) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    std::uint64_t begin = 0;
    for (const std::uint64_t end : lists.ends) {
        const auto batches = std::span{lists.batches}.subspan(begin, end - begin);
        for (const std::uint32_t a : batches) {
            for (const std::uint32_t b : batches) {
                if (a != b) pairs.emplace_back(a, b);
            }
        }
        begin = end;
    }
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    std::vector<std::uint64_t> ends(batch_count);
    std::vector<std::uint32_t> others;
    others.reserve(pairs.size());
    for (const auto& [batch, other] : pairs) {
        others.push_back(other);
        ends[batch] = others.size();
    }
    // Batches without conflicts end where the one before does.
    for (std::uint32_t batch = 1; batch < batch_count; ++batch) {
        ends[batch] = std::max(ends[batch], ends[batch - 1]);
    }
    return {std::move(ends), std::move(others)};
}

}  // namespace

ConflictGraph ConflictGraph::renumbered(std::span<const std::uint32_t> order) const {
    std::vector<std::uint32_t> place(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
    std::vector<std::uint64_t> ends;
    std::vector<std::uint32_t> others;
    others.reserve(others_.size());
    for (const std::uint32_t batch : order) {
        const std::size_t begin = others.size();
        for (const std::uint32_t other : of(batch)) others.push_back(place[other]);
        std::sort(others.begin() + static_cast<std::ptrdiff_t>(begin), others.end());
        ends.push_back(others.size());
    }
    return {std::move(ends), std::move(others)};
}

std::optional<ConflictGraph> find_conflicts(
    const PlanProblem& problem,
    std::span<const std::uint32_t> batch_of_row,
    std::uint32_t batch_count
) {
    const SharedKeyLists lists = list_shared_keys(problem, batch_of_row, batch_count);
    ConflictMatrix matrix{lists, batch_count};
    if (matrix.size() <= k_conflicting_batches_max) {
        matrix.fill(lists);
        return matrix.graph();
    }
    const bool few_pairs = count_listed_pairs(lists) <= k_sparse_pairs_max;
    if (!few_pairs || matrix.size() > k_sparse_batches_max) return std::nullopt;
    return graph_of_pairs(lists, batch_count);
}

}  // namespace rowlock
