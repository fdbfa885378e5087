#include "mockorg/base/text_arena.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>
#include <cstring>

namespace rowlock {
namespace {

/// What there must be to gain before texts are moved.
constexpr std::size_t k_least_gain = std::size_t{32} << 20;
/// What a block counts for that holds next to nothing: copies that come and go leave such blocks.
constexpr std::size_t k_block_charge = std::size_t{32} << 10;

}  // namespace

TextArena::TextArena(const TextArena& other) : blocks_(other.blocks_), changes_(other.changes_) {}

TextArena& TextArena::operator=(const TextArena& other) {
    blocks_ = other.blocks_;
    open_ = k_none;
    changes_ = other.changes_;
    return *this;
}

TextArena::Ref TextArena::add(std::string_view text) {
    ROWLOCK_ASSERT(text.size() <= k_max_length);
    // Found in no block, so that it needs none.
    if (text.empty()) return 0;
    if (open_ == k_none || text.size() > k_block_size - blocks_[open_].used) open_block();
    Block& block = blocks_[open_];
    std::memcpy(block.text.get() + block.used, text.data(), text.size());
    const std::uint64_t offset = open_ * k_block_size + block.used;
    block.used += static_cast<std::uint32_t>(text.size());
    return offset << k_length_bits | text.size();
}

void TextArena::open_block() {
    const auto free = std::find_if(blocks_.begin(), blocks_.end(), [](const Block& block) {
        return block.text == nullptr;
    });
    open_ = static_cast<std::size_t>(free - blocks_.begin());
    if (free == blocks_.end()) blocks_.emplace_back();
    // Left uninitialised: every byte is written before a Ref to it exists.
    blocks_[open_].text = std::shared_ptr<char[]>{new char[k_block_size]};
    changes_ += k_block_charge;
}

void TextArena::release(Ref ref) {
    const std::size_t length = ref & k_max_length;
    if (length == 0) return;
    Block& block = blocks_[block_of(ref)];
    block.released += static_cast<std::uint32_t>(length);
    ROWLOCK_ASSERT(block.released <= block.used);
    changes_ += length;
}

bool TextArena::is_sparse(std::size_t number) const {
    const Block& block = blocks_[number];
    return number != open_ && block.text != nullptr &&
           std::size_t{block.used - block.released} * 2 < k_block_size;
}

std::vector<bool> TextArena::sparse_blocks() {
    if (changes_ < k_least_gain / 2) return {};
    changes_ = 0;
    std::vector<bool> sparse(blocks_.size());
    std::size_t gain = 0;
    std::size_t used = 0;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        sparse[i] = is_sparse(i);
        used += blocks_[i].used;
        if (sparse[i]) gain += blocks_[i].released + k_block_charge;
    }
    return gain >= std::max(k_least_gain, used / 4) ? sparse : std::vector<bool>{};
}

void TextArena::drop(const std::vector<bool>& blocks) {
    ROWLOCK_ASSERT(blocks.size() <= blocks_.size());
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (!blocks[i]) continue;
        ROWLOCK_ASSERT(i != open_);
        blocks_[i] = Block{};
    }
}

std::size_t TextArena::bytes_reserved() const {
    const auto real = std::count_if(blocks_.begin(), blocks_.end(), [](const Block& block) {
        return block.text != nullptr;
    });
    return static_cast<std::size_t>(real) * k_block_size;
}

}  // namespace rowlock
