#pragma once

#include "checks/input/packed_id.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace rowlock {

/// Gives names dense numbers in order of first sight. Open addressing with linear probing, about
/// 28 bytes a name. One thread.
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
    std::size_t probe(std::size_t slot, PackedId id) const;
    std::uint32_t find_or_add_from(std::size_t slot, PackedId id);
    void make_room(std::size_t more);
    void fill_slots(std::size_t size);

    std::vector<PackedId> ids_;
    /// A number plus 1; 0 is a free slot. A power of two, at most half full.
    std::vector<std::uint32_t> slots_;
    std::uint64_t mask_ = 0;
};

}  // namespace rowlock
