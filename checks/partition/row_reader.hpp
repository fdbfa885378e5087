#pragma once

#include "checks/model/row_keys.hpp"
#include "checks/partition/little_endian.hpp"
#include "checks/partition/part_file.hpp"

#include <cstdint>
#include <memory_resource>
#include <string_view>
#include <vector>

namespace rowlock {

/// Rows next to each other in a file, as a part has them.
struct RowBlock {
    RowNo first_row = 0;
    /// Position in the files of all parts.
    std::uint32_t file = 0;
    /// Where it begins in its file, and the line feeds before.
    std::uint64_t offset = 0;
    std::uint64_t line_feeds = 0;
    std::uint32_t rows = 0;
    std::string_view bytes;
};

/// Goes through the rows of a block.
class RowReader {
public:
    RowReader() = default;

    explicit RowReader(const RowBlock& block);

    /// Takes the next row. False if its bytes are wrong.
    bool next();

    /// Of the row taken last: its place in the file.
    std::uint64_t offset() const { return offset_; }

    std::uint64_t line_feeds() const { return line_feeds_; }

    std::uint32_t size() const { return size_; }

    /// Twice the position of the rule, plus 1 if soft; by use.
    const std::vector<std::uint32_t>& uses() const { return uses_; }

    /// Rows taken.
    std::uint32_t count() const { return count_; }

    bool at_end() const { return bytes_.at_end(); }

private:
    ByteReader bytes_{{}};
    std::uint64_t offset_ = 0;
    std::uint64_t line_feeds_ = 0;
    std::uint32_t size_ = 0;
    std::uint64_t feeds_in_row_ = 0;
    std::vector<std::uint32_t> uses_;
    std::uint32_t count_ = 0;
};

/// Of all parts, in order. bad_file if they are not just the rows that the summaries tell of.
Result<std::vector<RowBlock>> find_row_blocks(const std::vector<PartFile>& parts);

}  // namespace rowlock
