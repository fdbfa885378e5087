#include "mockorg/base/interner.hpp"

#include "mockorg/base/assert.hpp"

#include <bit>

namespace rowlock {

Interner::Place Interner::place_of(std::uint32_t code) {
    const std::uint64_t position = code + std::uint64_t{1};
    const std::size_t block = std::bit_width(position) - 1;
    return {block, position - (std::uint64_t{1} << block)};
}

std::uint32_t Interner::code(std::string_view text) {
    const auto found = codes_.find(text);
    if (found != codes_.end()) return found->second;
    const auto code = static_cast<std::uint32_t>(size_);
    const Place place = place_of(code);
    auto& block = blocks_[place.block];
    if (block == nullptr) block = std::make_unique<std::string[]>(std::size_t{1} << place.block);
    block[place.index] = text;
    codes_.emplace(block[place.index], code);
    ++size_;
    return code;
}

std::string_view Interner::text(std::uint32_t code) const {
    // Not a look at size_: another thread may be writing it.
    const Place place = place_of(code);
    ROWLOCK_ASSERT(blocks_[place.block] != nullptr);
    return blocks_[place.block][place.index];
}

}  // namespace rowlock
