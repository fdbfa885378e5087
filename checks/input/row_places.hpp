#pragma once

#include "checks/model/row_keys.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace rowlock {

/// Where each row lies in its file: 4 bytes a row.
class RowPlaces {
public:
    /// A run of rows next to each other in a file.
    struct Stretch {
        std::uint32_t file = 0;
        RowNo first_row = 0;
        /// Of the first row.
        std::uint64_t offset = 0;
        /// Line feeds of the file before it.
        std::uint64_t line_feeds = 0;
        /// From the offset.
        std::uint32_t end = 0;
    };

    void reserve(std::size_t rows) { starts_.reserve(rows); }

    /// Starts the stretch of the rows added next.
    void begin_stretch(const Stretch& stretch) { stretches_.push_back(stretch); }

    /// `start`: from the offset of the stretch.
    void add_row(std::uint32_t start) { starts_.push_back(start); }

    std::size_t row_count() const { return starts_.size(); }

    const Stretch& stretch_of(RowNo row) const {
        const auto behind = std::upper_bound(
            stretches_.begin(),
            stretches_.end(),
            row,
            [](RowNo number, const Stretch& stretch) { return number < stretch.first_row; }
        );
        return *(behind - 1);
    }

    /// Offset in the file.
    std::uint64_t begin_of(RowNo row) const { return stretch_of(row).offset + starts_[row]; }

    /// Bytes up to the next row: its line end and blank lines behind it are part of it.
    std::uint32_t size_of(RowNo row) const {
        const Stretch& stretch = stretch_of(row);
        const auto next = static_cast<std::size_t>(&stretch - stretches_.data()) + 1;
        const bool last = next < stretches_.size()
                              ? row + std::size_t{1} == stretches_[next].first_row
                              : row + std::size_t{1} == starts_.size();
        return (last ? stretch.end : starts_[row + std::size_t{1}]) - starts_[row];
    }

private:
    std::vector<Stretch> stretches_;
    std::vector<std::uint32_t> starts_;
};

}  // namespace rowlock
