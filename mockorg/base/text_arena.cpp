#include "mockorg/base/text_arena.hpp"

#include "mockorg/base/assert.hpp"

#include <cstring>

namespace rowlock {
namespace {

constexpr unsigned k_length_bits = 24;

}  // namespace

TextArena::TextArena(const TextArena& other) : blocks_(other.blocks_) {}

TextArena& TextArena::operator=(const TextArena& other) {
    blocks_ = other.blocks_;
    used_ = k_block_size;
    return *this;
}

TextArena::Ref TextArena::add(std::string_view text) {
    ROWLOCK_ASSERT(text.size() <= k_max_length);
    if (text.size() > k_block_size - used_) {
        // Left uninitialised: every byte is written before a Ref to it exists.
        blocks_.emplace_back(new char[k_block_size]);
        used_ = 0;
    }
    if (!text.empty()) std::memcpy(blocks_.back().get() + used_, text.data(), text.size());
    const std::uint64_t offset = blocks_.empty() ? 0 : (blocks_.size() - 1) * k_block_size + used_;
    used_ += text.size();
    return offset << k_length_bits | text.size();
}

std::string_view TextArena::get(Ref ref) const {
    const std::size_t length = ref & k_max_length;
    if (length == 0) return {};
    const std::uint64_t offset = ref >> k_length_bits;
    return {blocks_[offset / k_block_size].get() + offset % k_block_size, length};
}

}  // namespace rowlock
