#include "mockorg/store/text_index.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/base/folded_text.hpp"
#include "mockorg/base/hash.hpp"

#include <array>

namespace rowlock {
namespace {

constexpr std::size_t k_first_size = 1024;

}  // namespace

std::uint32_t TextIndex::hash_of(std::string_view text) const {
    // Never 0, so that no entry looks like an empty slot.
    const auto upper = [](std::uint64_t hash) {
        return static_cast<std::uint32_t>(hash >> 32) | 1;
    };
    if (case_sensitive_) return upper(hash_text(text));
    std::array<char, 256> folded;
    if (text.size() <= folded.size() && is_ascii(text)) {
        std::transform(text.begin(), text.end(), folded.begin(), [](char c) {
            return to_lower(c);
        });
        return upper(hash_text({folded.data(), text.size()}));
    }
    return upper(hash_text(fold_case(text)));
}

void TextIndex::put(Links& links, std::uint32_t row, std::uint32_t value) {
    if (row >= links.size()) {
        // Most rows are alone with their text: nothing to write down.
        if (value == k_none) return;
        links.grow((row / Links::k_chunk + 1) * Links::k_chunk);
    }
    links.set(row, value);
}

void TextIndex::set_first(std::size_t slot, std::uint32_t hash, std::uint32_t row) {
    // k_none + 1 is 0: no row.
    const std::uint32_t entry = row + 1;
    slots_.set(slot, std::uint64_t{hash} << 32 | entry);
}

void TextIndex::add(std::string_view text, std::uint32_t row) {
    if ((used_ + 1) * 5 > slots_.size() * 3) resize();
    const std::uint32_t hash = hash_of(text);
    const std::size_t slot = slot_of(hash);
    const std::uint64_t entry = slots_.get(slot);
    const std::uint32_t behind = entry == 0 ? k_none : first_of(entry);
    if (entry == 0) ++used_;
    if (behind == k_none) {
        ++lists_;
    } else {
        put(previous_, behind, row);
    }
    put(next_, row, behind);
    put(previous_, row, k_none);
    set_first(slot, hash, row);
}

void TextIndex::remove(std::string_view text, std::uint32_t row) {
    const std::uint32_t next = at(next_, row);
    const std::uint32_t previous = at(previous_, row);
    if (next != k_none) put(previous_, next, previous);
    if (previous != k_none) {
        put(next_, previous, next);
    } else {
        const std::uint32_t hash = hash_of(text);
        const std::size_t slot = slot_of(hash);
        ROWLOCK_ASSERT(slots_.get(slot) != 0 && first_of(slots_.get(slot)) == row);
        // An empty list keeps its slot: other hashes may have been put behind it.
        set_first(slot, hash, next);
        if (next == k_none) --lists_;
    }
    put(next_, row, k_none);
    put(previous_, row, k_none);
}

/// Makes room for as many lists again as there are; slots of empty lists go.
void TextIndex::resize() {
    std::size_t size = k_first_size;
    while (size < lists_ * 3) size *= 2;
    const CowVector<std::uint64_t> old = std::move(slots_);
    slots_ = CowVector<std::uint64_t>{0};
    slots_.grow(size);
    used_ = lists_;
    for (std::size_t i = 0; i < old.size(); ++i) {
        const std::uint64_t entry = old.get(i);
        if (entry == 0 || first_of(entry) == k_none) continue;
        slots_.set(slot_of(static_cast<std::uint32_t>(entry >> 32)), entry);
    }
}

}  // namespace rowlock
