#pragma once

#include "mockorg/base/cow_vector.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace rowlock {

/// Hash index from a text to the rows that have it. Rows whose texts have the same hash form a
/// list, so that adding and removing take constant time however many rows share a text. Other texts
/// may have the same hash: a row found here counts only if its value is the text looked for. Copies
/// are cheap. One thread.
class TextIndex {
public:
    explicit TextIndex(bool case_sensitive) : case_sensitive_(case_sensitive) {}

    /// The row must not be in the index.
    void add(std::string_view text, std::uint32_t row);

    /// `row` must have been added under this text.
    void remove(std::string_view text, std::uint32_t row);

    /// Calls `visit(row)` for each candidate row, the one added last first, until it returns false.
    template <class Visit>
    void candidates(std::string_view text, Visit visit) const {
        if (slots_.size() == 0) return;
        const std::uint64_t entry = slots_.get(slot_of(hash_of(text)));
        if (entry == 0) return;
        for (std::uint32_t row = first_of(entry); row != k_none; row = at(next_, row)) {
            if (!visit(row)) return;
        }
    }

    std::size_t bytes() const { return slots_.bytes() + next_.bytes() + previous_.bytes(); }

private:
    static constexpr std::uint32_t k_none = ~std::uint32_t{0};
    using Links = CowVector<std::uint32_t>;

    /// The row behind the last one of a list, too.
    static std::uint32_t at(const Links& links, std::uint32_t row) {
        return row < links.size() ? links.get(row) : k_none;
    }

    static void put(Links& links, std::uint32_t row, std::uint32_t value);

    static std::uint32_t first_of(std::uint64_t entry) {
        return static_cast<std::uint32_t>(entry) - 1;
    }

    std::uint32_t hash_of(std::string_view text) const;

    std::size_t mask() const { return slots_.size() - 1; }

    /// The slot with this hash, or the empty one where it belongs.
    std::size_t slot_of(std::uint32_t hash) const {
        // The lowest bit of a hash is always set.
        std::size_t slot = hash >> 1U & mask();
        for (;; slot = (slot + 1) & mask()) {
            const std::uint64_t entry = slots_.get(slot);
            if (entry == 0 || entry >> 32 == hash) return slot;
        }
    }

    void set_first(std::size_t slot, std::uint32_t hash, std::uint32_t row);
    void resize();

    /// Hash in the upper half, first row of its list + 1 in the lower (0: the list is empty, its
    /// row k_none); 0 is an empty slot. Size is a power of two.
    CowVector<std::uint64_t> slots_{0};
    Links next_{k_none};
    Links previous_{k_none};
    /// Slots that are not empty, and those with a row.
    std::size_t used_ = 0;
    std::size_t lists_ = 0;
    bool case_sensitive_;
};

}  // namespace rowlock
