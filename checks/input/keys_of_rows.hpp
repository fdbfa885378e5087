#pragma once

#include "checks/model/row_keys.hpp"

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <vector>

namespace rowlock {

/// RowKeys in the making, whose keys are record numbers until the end. As long as each row has just
/// one use, nothing says where rows end.
class KeysOfRows {
public:
    std::pmr::vector<KeyUse> uses;
    /// By use, for a sink only.
    std::vector<std::uint16_t> rules;

    std::size_t row_count() const { return rows_; }

    /// The uses since the last row are a row's.
    void end_row();

    /// Rows of one use each, or none where the number is RecordNumbers::k_none.
    void add_single(std::span<const std::uint32_t> numbers, bool soft);

    /// Room for rows a little shorter than those seen so far, once; beyond that it grows.
    void reserve(std::size_t rows, std::size_t uses_per_row);

    /// For each row the number of uses up to and including its own.
    std::span<const std::uint32_t> ends();

    RowKeys take(std::size_t key_count) &&;

    void clear();

private:
    void write_ends();

    std::size_t rows_ = 0;
    /// Empty as long as one_each_.
    std::pmr::vector<std::uint32_t> ends_;
    bool one_each_ = true;
    std::size_t rows_expected_ = 0;
};

}  // namespace rowlock
