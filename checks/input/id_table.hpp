#pragma once

#include "checks/input/packed_id.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace rowlock {

/// Gives names dense numbers in order of first sight. Open addressing with linear probing, 27 to 38
/// bytes a name. One thread.
class IdTable {
public:
    static constexpr std::uint32_t k_none = std::numeric_limits<std::uint32_t>::max();

    IdTable();

    /// k_none for the empty name.
    std::uint32_t find_or_add(PackedId id);

    /// k_none if it has no number.
    std::uint32_t find(PackedId id) const;

    /// find_or_add for many, several times as fast: memory is fetched ahead. Equal lengths.
    void find_or_add(std::span<const PackedId> ids, std::span<std::uint32_t> out);

    PackedId id(std::uint32_t number) const { return ids_[number]; }

    std::size_t size() const { return ids_.size(); }

    /// Takes back the numbers from `count` on.
    void forget_after(std::size_t count);

private:
    struct Slot {
        /// A number plus 1; 0 is a free slot.
        std::uint32_t entry = 0;
        /// Of the name's hash: names that only share a slot are told apart without a look at them.
        std::uint32_t tag = 0;
    };

    /// What a name's hash says: where the search begins, and the tag to look for.
    struct Place {
        std::size_t slot = 0;
        std::uint32_t tag = 0;
    };

    /// Equal names next to each other.
    struct Run {
        std::size_t begin = 0;
        std::size_t end = 0;
        Place place;
    };

    Place place_of(PackedId id) const;
    std::size_t next_candidate(Place place) const;
    std::size_t probe(Place place, PackedId id) const;
    std::uint32_t find_or_add_from(Place place, PackedId id);
    void number_runs(
        std::span<Run> runs, std::span<const PackedId> ids, std::span<std::uint32_t> out
    );
    void make_room(std::size_t more);
    void fill_slots(std::size_t size);

    std::vector<PackedId> ids_;
    /// A power of two, at most three quarters full.
    std::vector<Slot> slots_;
    std::uint64_t mask_ = 0;
};

}  // namespace rowlock
