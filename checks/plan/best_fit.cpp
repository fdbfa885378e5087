#include "checks/plan/best_fit.hpp"

#include <algorithm>
#include <bit>

namespace rowlock {
namespace {

constexpr std::uint64_t k_steps_max = 16'384;
/// Buckets looked into when the side condition keeps refusing.
constexpr int k_tries_max = 32;

/// The first set bit at `from` or behind; `bits.size() * 64` if there is none.
std::size_t first_bit(std::span<const std::uint64_t> bits, std::size_t from) {
    std::size_t word = from / 64;
    if (word >= bits.size()) return bits.size() * 64;
    std::uint64_t rest = bits[word] & ~std::uint64_t{0} << from % 64;
    while (rest == 0) {
        if (++word == bits.size()) return bits.size() * 64;
        rest = bits[word];
    }
    return word * 64 + static_cast<std::size_t>(std::countr_zero(rest));
}

}  // namespace

BestFit::BestFit(const BatchLimits& limits, const LoadSize& expected) : limits_(limits) {
    const std::uint64_t room = std::max<std::uint64_t>(limits.row_bytes(), 1);
    by_rows_ = expected.rows / limits.rows >= expected.bytes / room;
    capacity_ = by_rows_ ? limits.rows : room;
    step_ = capacity_ / k_steps_max + 1;
    steps_ = static_cast<std::uint32_t>(capacity_ / step_ + 1);
    buckets_.assign(std::size_t{steps_} + 1, k_none);
    filled_.resize(buckets_.size() / 64 + 1);
    filled_words_.resize(filled_.size() / 64 + 1);
}

std::uint32_t BestFit::steps_of(const LoadSize& size) const {
    return static_cast<std::uint32_t>((counted(size) + step_ - 1) / step_);
}

void BestFit::offer(std::uint32_t batch, const LoadSize& used) {
    if (counted(used) >= capacity_) return;
    bins_.push_back({batch, used, k_none});
    link(static_cast<std::uint32_t>(bins_.size() - 1));
}

void BestFit::link(std::uint32_t bin) {
    const std::uint64_t left = capacity_ - counted(bins_[bin].used);
    const auto bucket = static_cast<std::uint32_t>(left / step_);
    if (bucket == 0) return;
    bins_[bin].next = buckets_[bucket];
    buckets_[bucket] = bin;
    filled_[bucket / 64] |= std::uint64_t{1} << bucket % 64;
    filled_words_[bucket / 4096] |= std::uint64_t{1} << bucket / 64 % 64;
}

std::uint32_t BestFit::next_filled(std::uint32_t bucket) const {
    // First what is left of this word, then over whole words that are zero.
    if (bucket >= buckets_.size()) return k_none;
    const std::uint64_t here = filled_[bucket / 64] & ~std::uint64_t{0} << bucket % 64;
    if (here != 0) return (bucket & ~63U) + static_cast<std::uint32_t>(std::countr_zero(here));
    const std::size_t word = first_bit(filled_words_, bucket / 64 + 1);
    if (word >= filled_.size()) return k_none;
    return static_cast<std::uint32_t>(word * 64) +
           static_cast<std::uint32_t>(std::countr_zero(filled_[word]));
}

std::uint32_t BestFit::take_from(std::uint32_t bucket, const LoadSize& item) {
    std::uint32_t* link = &buckets_[bucket];
    for (int tries = 0; *link != k_none && tries < k_tries_max; ++tries) {
        const std::uint32_t bin = *link;
        LoadSize together = bins_[bin].used;
        together += item;
        if (together.fits(limits_)) {
            *link = bins_[bin].next;
            if (buckets_[bucket] == k_none) {
                filled_[bucket / 64] &= ~(std::uint64_t{1} << bucket % 64);
                if (filled_[bucket / 64] == 0) {
                    filled_words_[bucket / 4096] &= ~(std::uint64_t{1} << bucket / 64 % 64);
                }
            }
            return bin;
        }
        link = &bins_[bin].next;
    }
    return k_none;
}

std::optional<std::uint32_t> BestFit::place(const LoadSize& item) {
    // Room is rounded down: a bin in the item's own bucket may just have enough.
    const auto whole_steps = static_cast<std::uint32_t>(counted(item) / step_);
    std::uint32_t bucket = next_filled(std::max(whole_steps, 1U));
    for (int tries = 0; bucket != k_none && tries < k_tries_max; ++tries) {
        const std::uint32_t bin = take_from(bucket, item);
        if (bin != k_none) {
            bins_[bin].used += item;
            const std::uint32_t batch = bins_[bin].batch;
            if (counted(bins_[bin].used) < capacity_) link(bin);
            return batch;
        }
        bucket = next_filled(bucket + 1);
    }
    return std::nullopt;
}

}  // namespace rowlock
