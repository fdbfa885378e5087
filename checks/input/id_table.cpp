#include "checks/input/id_table.hpp"

#include <algorithm>
#include <array>

namespace rowlock {
namespace {

constexpr std::size_t k_first_slots = 1024;

/// Names whose memory is on its way at the same time.
constexpr std::size_t k_ahead = 32;

std::uint64_t hash_of(PackedId id) {
    std::uint64_t hash = (id.low ^ (id.high * 0x9e3779b97f4a7c15ULL)) * 0xbf58476d1ce4e5b9ULL;
    hash ^= hash >> 32U;
    hash *= 0x94d049bb133111ebULL;
    return hash ^ hash >> 29U;
}

}  // namespace

IdTable::IdTable() : slots_(k_first_slots), mask_(k_first_slots - 1) {}

/// Where the name is, or would go, probing from `slot` on.
std::size_t IdTable::probe(std::size_t slot, PackedId id) const {
    const std::uint32_t* const slots = slots_.data();
    const PackedId* const ids = ids_.data();
    while (slots[slot] != 0 && ids[slots[slot] - 1] != id) slot = (slot + 1) & mask_;
    return slot;
}

std::uint32_t IdTable::find_or_add_from(std::size_t slot, PackedId id) {
    slot = probe(slot, id);
    std::uint32_t& entry = slots_[slot];
    if (entry == 0) {
        ids_.push_back(id);
        entry = static_cast<std::uint32_t>(ids_.size());
    }
    return entry - 1;
}

void IdTable::make_room(std::size_t more) {
    if (2 * (ids_.size() + more) <= slots_.size()) return;
    std::size_t size = slots_.size();
    while (size < 2 * (ids_.size() + more)) size *= 2;
    fill_slots(size);
}

void IdTable::forget_after(std::size_t count) {
    ids_.resize(count);
    fill_slots(slots_.size());
}

void IdTable::fill_slots(std::size_t size) {
    slots_.assign(size, 0);
    mask_ = size - 1;
    for (std::size_t i = 0; i < ids_.size(); ++i) {
        std::uint64_t slot = hash_of(ids_[i]) & mask_;
        while (slots_[slot] != 0) slot = (slot + 1) & mask_;
        slots_[slot] = static_cast<std::uint32_t>(i + 1);
    }
}

std::uint32_t IdTable::find_or_add(PackedId id) {
    if (id.empty()) return k_none;
    make_room(1);
    return find_or_add_from(hash_of(id) & mask_, id);
}

std::uint32_t IdTable::find(PackedId id) const {
    if (id.empty()) return k_none;
    const std::uint32_t entry = slots_[probe(hash_of(id) & mask_, id)];
    return entry == 0 ? k_none : entry - 1;
}

void IdTable::find_or_add(std::span<const PackedId> ids, std::span<std::uint32_t> out) {
    std::array<std::uint64_t, k_ahead> first_slots;
    for (std::size_t begin = 0; begin < ids.size(); begin += k_ahead) {
        const std::size_t count = std::min(k_ahead, ids.size() - begin);
        make_room(count);
        const PackedId* const wanted = ids.data() + begin;
        std::uint32_t* const numbers = out.data() + begin;
        const std::uint32_t* const slots = slots_.data();
        // Rows of one parent often stand together: then there is nothing to look up.
        const auto is_repeated = [&](std::size_t i) { return i > 0 && wanted[i] == wanted[i - 1]; };
        for (std::size_t i = 0; i < count; ++i) {
            if (is_repeated(i)) continue;
            first_slots[i] = hash_of(wanted[i]) & mask_;
            __builtin_prefetch(slots + first_slots[i]);
        }
        for (std::size_t i = 0; i < count; ++i) {
            if (is_repeated(i)) continue;
            const std::uint32_t entry = slots[first_slots[i]];
            __builtin_prefetch(ids_.data() + (entry == 0 ? 0 : entry - 1));
        }
        for (std::size_t i = 0; i < count; ++i) {
            if (is_repeated(i)) {
                numbers[i] = numbers[i - 1];
                continue;
            }
            // Most names are known, and stand where they belong.
            const std::uint32_t entry = slots[first_slots[i]];
            if (entry != 0 && ids_.data()[entry - 1] == wanted[i]) {
                numbers[i] = entry - 1;
            } else {
                numbers[i] =
                    wanted[i].empty() ? k_none : find_or_add_from(first_slots[i], wanted[i]);
            }
        }
    }
}

}  // namespace rowlock
