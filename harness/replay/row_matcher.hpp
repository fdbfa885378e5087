#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace rowlock {

/// Finds the rows of one job by their keys, each row once. Rows with equal keys are handed out in
/// the order they were sent. Constant time per row whatever the keys. Twelve to twenty bytes per
/// row.
class RowMatcher {
public:
    explicit RowMatcher(std::span<const std::uint64_t> keys);

    /// The first position with this key not yet handed out; nothing if there is none.
    std::optional<std::uint32_t> take(std::uint64_t key);

    /// Positions not yet handed out.
    std::size_t left() const { return left_; }

    /// The lowest position not yet handed out, which it then is; left() > 0.
    std::uint32_t take_any();

private:
    struct Slot {
        /// Part of the key, never 0; 0 marks an empty slot.
        std::uint32_t tag = 0;
        /// First position with the slot's key not yet handed out, or none.
        std::uint32_t next = 0;
    };

    /// The slot of this key if it has positions left, else the empty one where it would go.
    Slot& slot_of(std::uint64_t key);

    std::span<const std::uint64_t> keys_;
    std::vector<Slot> slots_;
    /// Chains positions of equal keys.
    std::vector<std::uint32_t> following_;
    std::vector<bool> taken_;
    std::size_t left_;
    std::uint32_t first_left_ = 0;
};

}  // namespace rowlock
