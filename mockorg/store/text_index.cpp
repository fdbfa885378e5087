#include "mockorg/store/text_index.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/hash.hpp"

#include <array>

namespace rowlock {
namespace {

constexpr std::size_t k_first_size = 1024;

}  // namespace

std::uint32_t TextIndex::hash_of(std::string_view text) const {
    if (case_sensitive_) return static_cast<std::uint32_t>(hash_text(text) >> 32);
    std::array<char, 256> folded;
    if (text.size() <= folded.size()) {
        std::transform(text.begin(), text.end(), folded.begin(), [](char c) {
            return to_lower(c);
        });
        return static_cast<std::uint32_t>(hash_text({folded.data(), text.size()}) >> 32);
    }
    return static_cast<std::uint32_t>(hash_text(to_lower(text)) >> 32);
}

void TextIndex::add(std::string_view text, std::uint32_t row) {
    if ((used_ + 1) * 5 > slots_.size() * 3) grow();
    insert(std::uint64_t{hash_of(text)} << 32 | (row + 1));
    ++used_;
}

void TextIndex::insert(std::uint64_t entry) {
    std::size_t slot = (entry >> 32) & mask();
    while (slots_.get(slot) != 0) slot = (slot + 1) & mask();
    slots_.set(slot, entry);
}

void TextIndex::grow() {
    const CowVector<std::uint64_t> old = std::move(slots_);
    slots_ = CowVector<std::uint64_t>{0};
    slots_.grow(std::max(k_first_size, old.size() * 2));
    // Old slots in order of their chain starts keep the order in which equal hashes were added: a
    // chain that wraps around the end is re-inserted from its start, behind the last empty slot.
    std::size_t start = 0;
    while (start < old.size() && old.get(start) != 0) ++start;
    for (std::size_t i = 0; i < old.size(); ++i) {
        const std::uint64_t entry = old.get((start + i) & (old.size() - 1));
        if (entry != 0) insert(entry);
    }
}

}  // namespace rowlock
