#include "checks/bounds/key_dominance.hpp"

#include "checks/model/side_by_side.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace rowlock {
namespace {

constexpr KeyNo k_none = ~KeyNo{0};

/// The keys that all rows of a key seen so far have in common with it; k_none where there are
/// fewer.
using Covers = std::array<KeyNo, 4>;

class CoverFinder {
public:
    explicit CoverFinder(const RowKeys& rows)
        : rows_(rows), row_counts_(rows.key_count()), covers_(rows.key_count(), k_unseen) {}

    /// Each of two threads looks at all rows, but only at its own half of the keys.
    std::vector<KeyNo> find(unsigned threads) {
        if (threads > 1) {
            side_by_side(
                threads,
                [this] { count_rows([](KeyNo key) { return !in_other_half(key); }); },
                [this] { count_rows(in_other_half); }
            );
            side_by_side(
                threads,
                [this] { find_covers([](KeyNo key) { return !in_other_half(key); }); },
                [this] { find_covers(in_other_half); }
            );
        } else {
            count_rows([](KeyNo) { return true; });
            find_covers([](KeyNo) { return true; });
        }
        return tops();
    }

private:
    static constexpr RowNo k_fetch_ahead = 8;
    static constexpr Covers k_unseen{k_none - 1, k_none, k_none, k_none};

    /// Halves of stretches that share no cache line.
    static bool in_other_half(KeyNo key) { return (key >> 8 & 1U) != 0; }

    template <class IsOwn>
    void count_rows(IsOwn&& is_own) {
        for (RowNo row = 0; row < rows_.row_count(); ++row) {
            for (const KeyUse use : rows_.of(row)) {
                if (is_own(use.key())) ++row_counts_[use.key()];
            }
        }
    }

    template <class IsOwn>
    void find_covers(IsOwn&& is_own) {
        for (RowNo row = 0; row < rows_.row_count(); ++row) {
            const auto keys = rows_.of(row);
            // Keys lie anywhere: fetch what a later row will ask for meanwhile.
            if (row + k_fetch_ahead < rows_.row_count()) {
                for (const KeyUse use : rows_.of(row + k_fetch_ahead)) {
                    if (is_own(use.key())) __builtin_prefetch(&covers_[use.key()]);
                }
            }
            for (const KeyUse use : keys) {
                if (is_own(use.key())) narrow(use.key(), keys);
            }
        }
    }

    std::vector<KeyNo> tops() const {
        std::vector<KeyNo> dominators(covers_.size());
        for (KeyNo key = 0; key < covers_.size(); ++key) dominators[key] = best_cover(key);
        // A cover has its own cover, in all the same rows. Covers get heavier or smaller in number
        // at each step, so the walk ends.
        for (KeyNo key = 0; key < dominators.size(); ++key) {
            KeyNo top = dominators[key];
            while (dominators[top] != top) top = dominators[top];
            dominators[key] = top;
        }
        return dominators;
    }

    bool may_cover(KeyNo cover, KeyNo key) const {
        if (row_counts_[cover] != row_counts_[key]) return row_counts_[cover] > row_counts_[key];
        return cover < key;
    }

    void narrow(KeyNo key, std::span<const KeyUse> row) {
        Covers& covers = covers_[key];
        if (covers.front() == k_unseen.front()) {
            covers = first_covers(key, row);
            return;
        }
        for (KeyNo& cover : covers) {
            if (cover == k_none) continue;
            const bool here =
                std::any_of(row.begin(), row.end(), [&](KeyUse use) { return use.key() == cover; });
            if (!here) cover = k_none;
        }
    }

    Covers first_covers(KeyNo key, std::span<const KeyUse> row) const {
        Covers covers{k_none, k_none, k_none, k_none};
        std::size_t count = 0;
        for (const KeyUse use : row) {
            if (count == covers.size()) break;
            if (use.key() != key && may_cover(use.key(), key)) covers[count++] = use.key();
        }
        return covers;
    }

    KeyNo best_cover(KeyNo key) const {
        if (covers_[key].front() == k_unseen.front()) return key;
        KeyNo best = key;
        for (const KeyNo cover : covers_[key]) {
            if (cover != k_none && may_cover(cover, best)) best = cover;
        }
        return best;
    }

    const RowKeys& rows_;
    std::vector<std::uint32_t> row_counts_;
    std::vector<Covers> covers_;
};

}  // namespace

std::vector<KeyNo> find_dominators(const RowKeys& rows, unsigned threads) {
    return CoverFinder{rows}.find(threads);
}

RowKeys without_dominated(const RowKeys& rows, std::span<const KeyNo> dominators) {
    RowKeys roots;
    roots.reserve(rows.row_count(), rows.use_count());
    for (RowNo row = 0; row < rows.row_count(); ++row) {
        for (const KeyUse use : rows.of(row)) {
            if (dominators[use.key()] == use.key()) roots.add(use);
        }
        roots.end_row();
    }
    return roots;
}

}  // namespace rowlock
