#pragma once

#include "checks/model/row_keys.hpp"

#include <cstddef>
#include <iterator>

namespace rowlock {

/// Some rows of a batch in the order in which they are sent: looked up in a list that must outlive
/// this, or just one after another. Most loads are sent as they lie in their files, and 100,000,000
/// rows then need no list.
class OrderedRows {
public:
    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = RowNo;
        using difference_type = std::ptrdiff_t;
        using pointer = const RowNo*;
        using reference = RowNo;

        Iterator(const OrderedRows& rows, std::size_t at) : order_(rows.order_), at_(at) {
            if (order_ == nullptr) at_ += rows.first_;
        }

        RowNo operator*() const {
            return order_ == nullptr ? static_cast<RowNo>(at_) : order_[at_];
        }

        Iterator& operator++() {
            ++at_;
            return *this;
        }

        Iterator operator++(int) {
            const Iterator before = *this;
            ++at_;
            return before;
        }

        bool operator==(const Iterator& other) const { return at_ == other.at_; }

    private:
        const RowNo* order_;
        std::size_t at_;
    };

    OrderedRows() = default;

    /// Those of a list.
    OrderedRows(const RowNo* order, std::size_t size) : order_(order), size_(size) {}

    /// From `first` on.
    OrderedRows(RowNo first, std::size_t size) : first_(first), size_(size) {}

    std::size_t size() const { return size_; }

    RowNo operator[](std::size_t i) const {
        return order_ == nullptr ? first_ + static_cast<RowNo>(i) : order_[i];
    }

    RowNo front() const { return (*this)[0]; }

    Iterator begin() const { return {*this, 0}; }

    Iterator end() const { return {*this, size_}; }

    /// Must lie within.
    OrderedRows part(std::size_t begin, std::size_t size) const {
        if (order_ != nullptr) return {order_ + begin, size};
        return {first_ + static_cast<RowNo>(begin), size};
    }

private:
    const RowNo* order_ = nullptr;
    RowNo first_ = 0;
    std::size_t size_ = 0;
};

}  // namespace rowlock
