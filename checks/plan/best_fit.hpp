#pragma once

#include "checks/bounds/batch_limits.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace rowlock {

/// Packs items into the fullest batch that has room for them. Room counts in rows or in bytes,
/// whichever the items need more of, in at most 16,384 steps; the other is a side condition.
/// Time per item does not depend on the number of batches.
class BestFit {
public:
    /// `expected`: what all items come to; decides what room counts in.
    BestFit(const BatchLimits& limits, const LoadSize& expected);

    /// How much an item takes of what room counts in: items should come in falling order of this.
    std::uint32_t steps_of(const LoadSize& size) const;

    /// At least steps_of any item that fits into a batch.
    std::uint32_t steps() const { return steps_; }

    /// Offers what is left of a batch that holds `used`.
    void offer(std::uint32_t batch, const LoadSize& used);

    /// The batch for an item, whose room is then less; nothing if none has room.
    std::optional<std::uint32_t> place(const LoadSize& item);

private:
    static constexpr std::uint32_t k_none = ~std::uint32_t{0};

    struct Bin {
        std::uint32_t batch;
        LoadSize used;
        std::uint32_t next;
    };

    std::uint64_t counted(const LoadSize& size) const { return by_rows_ ? size.rows : size.bytes; }

    void link(std::uint32_t bin);
    std::uint32_t next_filled(std::uint32_t bucket) const;
    /// Takes the first bin of this bucket that holds the item out of it.
    std::uint32_t take_from(std::uint32_t bucket, const LoadSize& item);

    BatchLimits limits_;
    bool by_rows_ = true;
    std::uint64_t capacity_ = 0;
    std::uint64_t step_ = 1;
    std::uint32_t steps_ = 0;
    std::vector<Bin> bins_;
    /// By room in whole steps: the bins that have so much, as a list.
    std::vector<std::uint32_t> buckets_;
    /// One bit per bucket that is not empty; one bit per word of those that is not zero.
    std::vector<std::uint64_t> filled_;
    std::vector<std::uint64_t> filled_words_;
};

}  // namespace rowlock
