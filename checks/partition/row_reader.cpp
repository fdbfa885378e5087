#include "checks/partition/row_reader.hpp"

#include <algorithm>
#include <limits>

namespace rowlock {
namespace {

constexpr std::uint64_t k_rows_max = std::numeric_limits<std::uint32_t>::max();

}  // namespace

RowReader::RowReader(const RowBlock& block)
    : bytes_(block.bytes), offset_(block.offset), line_feeds_(block.line_feeds) {}

bool RowReader::next() {
    offset_ += size_;
    line_feeds_ += feeds_in_row_;
    const std::uint64_t size = bytes_.short_number();
    feeds_in_row_ = bytes_.short_number();
    const std::uint64_t uses = bytes_.short_number();
    if (size > std::numeric_limits<std::uint32_t>::max() || uses > bytes_.rest().size()) {
        return false;
    }
    size_ = static_cast<std::uint32_t>(size);
    uses_.clear();
    for (std::uint64_t i = 0; i < uses; ++i) {
        uses_.push_back(static_cast<std::uint32_t>(bytes_.short_number()));
    }
    ++count_;
    return !bytes_.ran_out();
}

Result<std::vector<RowBlock>> find_row_blocks(const std::vector<PartFile>& parts) {
    std::vector<RowBlock> blocks;
    std::uint32_t first_file = 0;
    std::uint64_t first_row = 0;
    for (const PartFile& part : parts) {
        const auto& files = part.summary().files;
        std::vector<std::uint64_t> rows(files.size());
        std::uint32_t last_file = 0;
        for (const std::string_view content : part.rows()) {
            ByteReader bytes{content};
            RowBlock block;
            const auto file = bytes.number<std::uint32_t>();
            block.offset = bytes.number<std::uint64_t>();
            block.line_feeds = bytes.number<std::uint64_t>();
            block.rows = bytes.number<std::uint32_t>();
            block.bytes = bytes.rest();
            block.file = first_file + file;
            block.first_row = static_cast<RowNo>(first_row);
            // Each row has a byte at least.
            const bool too_many = block.rows == 0 || block.rows > block.bytes.size();
            if (bytes.ran_out() || too_many || file < last_file || file >= files.size()) {
                return part.refuse("its rows make no sense");
            }
            last_file = file;
            rows[file] += block.rows;
            first_row += block.rows;
            if (first_row >= k_rows_max) return part.refuse("with it, there are too many rows");
            blocks.push_back(block);
        }
        for (std::size_t file = 0; file < files.size(); ++file) {
            if (rows[file] != files[file].rows) return part.refuse("rows of it are missing");
        }
        first_file += static_cast<std::uint32_t>(files.size());
    }
    return blocks;
}

}  // namespace rowlock
