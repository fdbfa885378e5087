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
    std::array<Place, k_ahead> places;
    for (std::size_t begin = 0; begin < ids_.size(); begin += k_ahead) {
        const std::size_t count = std::min(k_ahead, ids_.size() - begin);
        for (std::size_t i = 0; i < count; ++i) {
            places[i] = place_of(ids_[begin + i]);
            __builtin_prefetch(slots_.data() + places[i].slot);
        }
        for (std::size_t i = 0; i < count; ++i) {
            std::size_t slot = places[i].slot;
            while (slots_[slot].entry != 0) slot = (slot + 1) & mask_;
            slots_[slot] = {static_cast<std::uint32_t>(begin + i + 1), places[i].tag};
        }
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

/// Names next to each other that are the same are looked up once.
void IdTable::find_or_add(std::span<const PackedId> ids, std::span<std::uint32_t> out) {
    std::array<Run, k_ahead> runs;
    for (std::size_t begin = 0; begin < ids.size();) {
        std::size_t count = 0;
        for (; count < k_ahead && begin < ids.size(); ++count) {
            runs[count].begin = begin;
            const PackedId name = ids[begin];
            while (++begin < ids.size() && ids[begin] == name) {
            }
            runs[count].end = begin;
        }
        number_runs({runs.data(), count}, ids, out);
    }
}

/// Each step for all runs before the next: memory that one waits for is fetched for the others.
void IdTable::number_runs(
    std::span<Run> runs, std::span<const PackedId> ids, std::span<std::uint32_t> out
) {
    make_room(runs.size());
    const Slot* const slots = slots_.data();
    for (Run& run : runs) {
        run.place = place_of(ids[run.begin]);
        __builtin_prefetch(slots + run.place.slot);
    }
    for (Run& run : runs) {
        run.place.slot = next_candidate(run.place);
        const std::uint32_t entry = slots[run.place.slot].entry;
        __builtin_prefetch(ids_.data() + (entry == 0 ? 0 : entry - 1));
    }
    for (const Run& run : runs) {
        const PackedId name = ids[run.begin];
        const std::uint32_t entry = slots[run.place.slot].entry;
        std::uint32_t number = entry - 1;
        // Most names are known.
        if (entry == 0 || ids_[number] != name) {
            number = name.empty() ? k_none : find_or_add_from(run.place, name);
        }
        for (std::size_t i = run.begin; i < run.end; ++i) out[i] = number;
    }
}

}  // namespace rowlock
