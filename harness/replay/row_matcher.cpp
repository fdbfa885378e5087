#include "harness/replay/row_matcher.hpp"

#include "mockorg/base/assert.hpp"

#include <bit>
#include <limits>

namespace rowlock {
namespace {

constexpr std::uint32_t k_none = std::numeric_limits<std::uint32_t>::max();

/// Keys may be plain numbers, whose low bits are all alike.
std::uint64_t spread(std::uint64_t key) {
    const std::uint64_t product = key * 0x9e3779b97f4a7c15ULL;
    return product ^ product >> 32;
}

std::uint32_t tag_of(std::uint64_t hash) {
    return static_cast<std::uint32_t>(hash >> 32) | 1U;
}

}  // namespace

RowMatcher::RowMatcher(std::span<const std::uint64_t> keys)
    : keys_(keys), taken_(keys.size(), false), left_(keys.size()) {
    ROWLOCK_ASSERT(keys.size() < k_none);
}

void RowMatcher::build_table() {
    slots_.resize(std::bit_ceil(keys_.size() + keys_.size() / 2 + 1));
    following_.assign(keys_.size(), k_none);
    distinct_ = true;
    // From the back, so that each chain begins with its lowest position.
    for (std::size_t i = keys_.size(); i-- > first_left_;) {
        if (taken_[i]) continue;
        Slot& slot = slot_of(keys_[i]);
        if (slot.tag != 0) {
            following_[i] = slot.next;
            distinct_ = false;
        }
        slot = {tag_of(spread(keys_[i])), static_cast<std::uint32_t>(i)};
    }
}

RowMatcher::Slot& RowMatcher::slot_of(std::uint64_t key) {
    const std::uint64_t hash = spread(key);
    const std::uint32_t tag = tag_of(hash);
    const std::size_t mask = slots_.size() - 1;
    // The tag saves most looks at keys_, which lie all over the memory.
    const auto is_this = [&](const Slot& slot) {
        return slot.tag == tag && slot.next != k_none && keys_[slot.next] == key;
    };
    std::size_t index = hash & mask;
    while (slots_[index].tag != 0 && !is_this(slots_[index])) index = (index + 1) & mask;
    return slots_[index];
}

std::optional<std::uint32_t> RowMatcher::take_next(std::uint64_t key) {
    while (first_left_ < keys_.size() && taken_[first_left_]) ++first_left_;
    if (first_left_ < keys_.size() && keys_[first_left_] == key) return hand_out(first_left_);
    const std::uint32_t next = following_last_;
    const bool sure = distinct_ && next < keys_.size() && !taken_[next];
    return sure && keys_[next] == key ? std::optional{hand_out(next)} : std::nullopt;
}

std::uint32_t RowMatcher::hand_out(std::uint32_t position) {
    taken_[position] = true;
    --left_;
    following_last_ = position + 1;
    return position;
}

std::optional<std::uint32_t> RowMatcher::take(std::uint64_t key) {
    if (const auto next = take_next(key)) return next;
    if (slots_.empty()) build_table();
    Slot& slot = slot_of(key);
    // take_next and take_any may have been here before.
    while (slot.tag != 0 && slot.next != k_none && taken_[slot.next])
        slot.next = following_[slot.next];
    if (slot.tag == 0 || slot.next == k_none) return std::nullopt;
    const std::uint32_t position = slot.next;
    slot.next = following_[position];
    return hand_out(position);
}

std::uint32_t RowMatcher::take_any() {
    ROWLOCK_ASSERT(left_ > 0);
    while (taken_[first_left_]) ++first_left_;
    return hand_out(first_left_);
}

}  // namespace rowlock
