#pragma once

#include "mockorg/store/cell.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rowlock {

/// Remembers what was found out about cells: for columns of few values nearly every question is
/// asked only once. Bounded; a newer cell takes an older one's place. One thread.
class CellMemo {
public:
    CellMemo() : entries_(k_size) {}

    /// `find_out()` says whether the cell's value fits; asked only if it is not known.
    template <class FindOut>
    bool fits(Cell cell, const FindOut& find_out) {
        Entry& entry = entries_[(cell * k_spread) >> k_shift];
        if (entry.known && entry.cell == cell) return entry.fits;
        entry = Entry{cell, true, find_out()};
        return entry.fits;
    }

private:
    struct Entry {
        Cell cell = 0;
        bool known = false;
        bool fits = false;
    };

    static constexpr unsigned k_bits = 11;
    static constexpr std::size_t k_size = std::size_t{1} << k_bits;
    static constexpr unsigned k_shift = 64 - k_bits;
    /// 2^64 divided by the golden ratio: neighbouring numbers end up far apart.
    static constexpr std::uint64_t k_spread = 0x9e3779b97f4a7c15U;

    std::vector<Entry> entries_;
};

}  // namespace rowlock
