#pragma once

#include "mockorg/base/cow_vector.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace rowlock {

/// Hash index from a text to the rows that may have it. Entries are hints: they are never removed,
/// so a row found here counts only if its value, read from its column, is still the text looked
/// for. Copies are cheap. One thread.
class TextIndex {
public:
    explicit TextIndex(bool case_sensitive) : case_sensitive_(case_sensitive) {}

    void add(std::string_view text, std::uint32_t row);

    /// Calls `visit(row)` for each candidate row in the order added, until it returns false.
    template <class Visit>
    void candidates(std::string_view text, Visit visit) const {
        if (used_ == 0) return;
        const std::uint32_t hash = hash_of(text);
        for (std::size_t slot = hash & mask();; slot = (slot + 1) & mask()) {
            const std::uint64_t entry = slots_.get(slot);
            if (entry == 0) return;
            if (entry >> 32 == hash && !visit(static_cast<std::uint32_t>(entry) - 1)) return;
        }
    }

private:
    std::uint32_t hash_of(std::string_view text) const;

    std::size_t mask() const { return slots_.size() - 1; }

    void insert(std::uint64_t entry);
    void grow();

    /// Hash in the upper half, row + 1 in the lower; 0 is empty. Size is a power of two.
    CowVector<std::uint64_t> slots_{0};
    std::size_t used_ = 0;
    bool case_sensitive_;
};

}  // namespace rowlock
