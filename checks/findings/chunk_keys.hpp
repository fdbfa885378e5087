#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace rowlock {

/// The keys of the rows of one transaction, at most 200, by their 64-bit hashes: that two different
/// ones among 200 share a hash happens once in 10^15 transactions.
class ChunkKeys {
public:
    /// Forgets all keys.
    void clear() { ++round_; }

    /// False if the key is there already. At most 200 keys between two clear().
    bool add(std::uint64_t hash) {
        for (std::size_t at = hash % k_slots;; at = (at + 1) % k_slots) {
            Slot& slot = slots_[at];
            if (slot.round != round_) {
                slot = {hash, round_};
                return true;
            }
            if (slot.hash == hash) return false;
        }
    }

private:
    /// More than twice the rows of a transaction, so that runs stay short.
    static constexpr std::size_t k_slots = 512;

    struct Slot {
        std::uint64_t hash = 0;
        std::uint64_t round = 0;
    };

    std::array<Slot, k_slots> slots_{};
    std::uint64_t round_ = 1;
};

}  // namespace rowlock
