#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace rowlock {

/// Finds the rows of one job by their keys, each row once. Rows with equal keys are handed out in
/// the order they were sent. Constant time per row whatever the keys. Twelve to twenty bytes per
/// row, and next to nothing as long as rows are looked for in the order they were sent; quicker
/// where they are looked for in runs of that order.
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

    /// Hands out the position.
    std::uint32_t hand_out(std::uint32_t position);

    /// Where orgs mostly go on: the lowest position left or the one after the last, if it is sure
    /// to be the first with this key.
    std::optional<std::uint32_t> take_next(std::uint64_t key);

    /// Puts what is left into the table.
    void build_table();

    /// The slot of this key if it has positions left, else the empty one where it would go.
    Slot& slot_of(std::uint64_t key);

    std::span<const std::uint64_t> keys_;
    /// Empty until it is needed.
    std::vector<Slot> slots_;
    /// Chains positions of equal keys; as long.
    std::vector<std::uint32_t> following_;
    std::vector<bool> taken_;
    std::size_t left_;
    /// All positions before have been handed out.
    std::uint32_t first_left_ = 0;
    /// The one after the last handed out.
    std::uint32_t following_last_ = 0;
    /// The table is there, and no two of its keys are equal.
    bool distinct_ = false;
};

}  // namespace rowlock
