#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace rowlock {

/// Text, kept in large blocks. A copy shares all blocks (copies are how snapshots keep text alive);
/// after a copy, both sides go on appending into blocks of their own, so stored text never moves or
/// changes. Who releases what is no longer needed can have blocks back that hold little else: see
/// sparse_blocks(). One thread writes; blocks that are already shared may be read from any thread.
class TextArena {
public:
    /// Where a text lies: 40 bits of offset, 24 bits of length.
    using Ref = std::uint64_t;
    static constexpr std::size_t k_max_length = (1U << 24) - 1;

    TextArena() = default;
    TextArena(const TextArena& other);
    TextArena& operator=(const TextArena& other);
    TextArena(TextArena&&) noexcept = default;
    TextArena& operator=(TextArena&&) noexcept = default;
    ~TextArena() = default;

    /// At most k_max_length bytes. Texts of one lane, such as those of a field, lie side by side,
    /// kilobytes of them: that is how they are read one after the other quickly. Any number is a
    /// lane; some share their place.
    Ref add(std::string_view text, std::size_t lane = 0);

    std::string_view get(Ref ref) const {
        const std::size_t length = ref & k_max_length;
        if (length == 0) return {};
        const std::uint64_t offset = ref >> k_length_bits;
        return {blocks_[offset / k_block_size].text.get() + offset % k_block_size, length};
    }

    /// Says that nobody asks this arena for the text any more. It can still be read until its block
    /// is dropped.
    void release(Ref ref);

    /// Which blocks hold little that is needed, by their numbers, once moving that elsewhere is
    /// worth a look at every text: when 32 MiB and a quarter of all text can be had back. Empty
    /// until then, and nearly free to ask. Decided by what was added and released alone.
    std::vector<bool> sparse_blocks();

    /// The number of the block a text lies in.
    static std::size_t block_of(Ref ref) { return ref >> k_length_bits >> k_block_bits; }

    /// Lets go of these blocks. Whatever of them is still needed must have been added anew.
    void drop(const std::vector<bool>& blocks);

    std::size_t bytes_reserved() const;

    /// Calls `visit(address, bytes)` for each block, shared or not.
    template <class Visit>
    void visit_blocks(const Visit& visit) const {
        for (const Block& block : blocks_) {
            if (block.text != nullptr)
                visit(static_cast<const void*>(block.text.get()), k_block_size);
        }
    }

private:
    static constexpr unsigned k_length_bits = 24;
    static constexpr unsigned k_block_bits = 24;
    static constexpr std::size_t k_block_size = std::size_t{1} << k_block_bits;
    static constexpr std::size_t k_lanes = 64;
    static constexpr std::size_t k_run_size = std::size_t{64} << 10;

    struct Block {
        /// Null once dropped: its number is free.
        std::shared_ptr<char[]> text;
        std::uint32_t used = 0;
        std::uint32_t released = 0;
    };

    /// Room for texts in a block, by offsets.
    struct Run {
        std::uint64_t next = 0;
        std::uint64_t end = 0;
    };

    bool is_sparse(std::size_t block) const;
    void open_block();
    Run take_run(std::size_t bytes);
    Ref put(std::string_view text, Run& run);

    std::vector<Block> blocks_;
    /// The block that runs are taken from; none behind a copy.
    std::size_t open_ = k_none;
    /// Of each lane; none behind a copy.
    std::array<Run, k_lanes> runs_{};
    /// What happened since sparse_blocks() last looked: bytes released, and a charge for each
    /// block.
    std::size_t changes_ = 0;

    static constexpr std::size_t k_none = ~std::size_t{0};
};

}  // namespace rowlock
