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

IdTable::Place IdTable::place_of(PackedId id) const {
    const std::uint64_t hash = hash_of(id);
    return {hash & mask_, static_cast<std::uint32_t>(hash >> 32U)};
}

/// The next slot that is free or has the tag.
std::size_t IdTable::next_candidate(Place place) const {
    const Slot* const slots = slots_.data();
    std::size_t slot = place.slot;
    while (slots[slot].entry != 0 && slots[slot].tag != place.tag) slot = (slot + 1) & mask_;
    return slot;
}

/// Where the name is, or would go.
std::size_t IdTable::probe(Place place, PackedId id) const {
    for (;;) {
        const std::size_t slot = next_candidate(place);
        const std::uint32_t entry = slots_[slot].entry;
        if (entry == 0 || ids_[entry - 1] == id) return slot;
        place.slot = (slot + 1) & mask_;
    }
}

std::uint32_t IdTable::find_or_add_from(Place place, PackedId id) {
    Slot& slot = slots_[probe(place, id)];
    if (slot.entry == 0) {
        ids_.push_back(id);
        slot = {static_cast<std::uint32_t>(ids_.size()), place.tag};
    }
    return slot.entry - 1;
}

void IdTable::make_room(std::size_t more) {
    const std::size_t wanted = ids_.size() + more;
    std::size_t size = slots_.size();
    while (size / 4 * 3 < wanted) size *= 2;
    if (size > slots_.size()) fill_slots(size);
}

void IdTable::forget_after(std::size_t count) {
    ids_.resize(count);
    fill_slots(slots_.size());
}

void IdTable::fill_slots(std::size_t size) {
    slots_.assign(size, {});
    mask_ = size - 1;
    for (std::size_t i = 0; i < ids_.size(); ++i) {
        const Place place = place_of(ids_[i]);
        std::size_t slot = place.slot;
        while (slots_[slot].entry != 0) slot = (slot + 1) & mask_;
        slots_[slot] = {static_cast<std::uint32_t>(i + 1), place.tag};
    }
}

std::uint32_t IdTable::find_or_add(PackedId id) {
    if (id.empty()) return k_none;
    make_room(1);
    return find_or_add_from(place_of(id), id);
}

std::uint32_t IdTable::find(PackedId id) const {
    if (id.empty()) return k_none;
    const std::uint32_t entry = slots_[probe(place_of(id), id)].entry;
    return entry == 0 ? k_none : entry - 1;
}

void IdTable::find_or_add(std::span<const PackedId> ids, std::span<std::uint32_t> out) {
    std::array<Place, k_ahead> places;
    for (std::size_t begin = 0; begin < ids.size(); begin += k_ahead) {
        const std::size_t count = std::min(k_ahead, ids.size() - begin);
        make_room(count);
        const PackedId* const wanted = ids.data() + begin;
        std::uint32_t* const numbers = out.data() + begin;
        const Slot* const slots = slots_.data();
        // Rows of one parent often stand together: then there is nothing to look up.
        const auto is_repeated = [&](std::size_t i) { return i > 0 && wanted[i] == wanted[i - 1]; };
        for (std::size_t i = 0; i < count; ++i) {
            if (is_repeated(i)) continue;
            places[i] = place_of(wanted[i]);
            __builtin_prefetch(slots + places[i].slot);
        }
        for (std::size_t i = 0; i < count; ++i) {
            if (is_repeated(i)) continue;
            places[i].slot = next_candidate(places[i]);
            const std::uint32_t entry = slots[places[i].slot].entry;
            __builtin_prefetch(ids_.data() + (entry == 0 ? 0 : entry - 1));
        }
        for (std::size_t i = 0; i < count; ++i) {
            if (is_repeated(i)) {
                numbers[i] = numbers[i - 1];
                continue;
            }
            // Most names are known.
            const std::uint32_t entry = slots[places[i].slot].entry;
            if (entry != 0 && ids_.data()[entry - 1] == wanted[i]) {
                numbers[i] = entry - 1;
            } else {
                numbers[i] = wanted[i].empty() ? k_none : find_or_add_from(places[i], wanted[i]);
            }
        }
    }
}

}  // namespace rowlock
