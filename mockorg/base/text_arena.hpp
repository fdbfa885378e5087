#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace rowlock {

/// Append-only text. A copy shares all blocks (copies are how snapshots keep text alive); after a
/// copy, both sides go on appending into blocks of their own, so stored text never moves or
/// changes. One thread writes; blocks that are already shared may be read from any thread.
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

    /// At most k_max_length bytes.
    Ref add(std::string_view text);

    std::string_view get(Ref ref) const;

    std::size_t bytes_reserved() const { return blocks_.size() * k_block_size; }

private:
    static constexpr std::size_t k_block_size = std::size_t{1} << 24;

    std::vector<std::shared_ptr<char[]>> blocks_;
    /// Bytes used of the last block; k_block_size forces a new one.
    std::size_t used_ = k_block_size;
};

}  // namespace rowlock
