#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rowlock {

/// Row numbers in a fixed order, kept small: in ascending order they take at most about two bits
/// for each row of the table, in any other order 32 bits each. Immutable once filled; any thread.
class RowList {
public:
    RowList() = default;

    /// These rows in this order.
    explicit RowList(std::vector<std::uint32_t> rows);

    /// Appends a row greater than all before it; not to a list made from a vector.
    void add_ascending(std::uint32_t row);

    std::size_t size() const { return size_; }

    bool empty() const { return size_ == 0; }

    /// `index` must be below size().
    std::uint32_t at(std::size_t index) const;

    std::vector<std::uint32_t> to_vector() const;

    std::size_t bytes() const;

    /// Walks the rows in order from the `first`th on. The list must outlive it.
    class Cursor {
    public:
        explicit Cursor(const RowList& list, std::size_t first = 0);

        /// The next row; not to be called more often than there are rows.
        std::uint32_t next();

    private:
        const RowList* list_;
        std::size_t index_;
        /// Only while the rows are bits: the bits of the current word not visited yet.
        std::size_t word_ = 0;
        std::uint64_t bits_left_ = 0;
    };

private:
    struct BitPlace {
        std::size_t word;
        /// Bits of the word from the searched one on.
        std::uint64_t bits;
    };

    bool as_bits() const { return !words_.empty(); }

    void set_bit(std::uint32_t row, std::size_t index);
    void turn_into_bits();
    BitPlace find_bit(std::size_t index) const;

    std::size_t size_ = 0;
    std::vector<std::uint32_t> rows_;
    /// A bit for each row of the table, in place of rows_ once that is smaller.
    std::vector<std::uint64_t> words_;
    /// How many bits are set before each block of words.
    std::vector<std::uint32_t> ranks_;
};

}  // namespace rowlock
