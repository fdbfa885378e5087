#include "checks/partition/part_sink.hpp"

#include "checks/input/row_collector.hpp"
#include "checks/partition/little_endian.hpp"

#include <algorithm>

namespace rowlock {
namespace {

std::uint64_t count_feeds(std::string_view text) {
    return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

void PartSink::put_row(const ReadRows& rows, std::size_t row) {
    const CsvIndex& index = rows.chunk.index;
    const std::uint32_t begin = index.rows[row].start;
    const std::uint32_t end = row + 1 < index.rows.size() ? index.rows[row + 1].start : index.end;
    const std::uint32_t first_use = row == 0 ? 0 : rows.ends[row - 1];
    put_short(block_, end - begin);
    put_short(block_, count_feeds(rows.chunk.text.substr(begin, end - begin)));
    put_short(block_, rows.ends[row] - first_use);
    for (std::uint32_t use = first_use; use < rows.ends[row]; ++use) {
        const std::uint16_t rule = rows.rules[use];
        const std::uint64_t position = rule == k_own_key_rule ? rule_count_ : rule;
        put_short(block_, 2 * position + (rows.uses[use].soft() ? 1 : 0));
    }
}

Result<void> PartSink::take(const ReadRows& rows) {
    const CsvIndex& index = rows.chunk.index;
    const std::uint32_t before = index.rows.front().start;
    block_.clear();
    put_number(block_, rows.file);
    put_number(block_, rows.chunk.begin + before);
    put_number(block_, rows.line_feeds + count_feeds(rows.chunk.text.substr(0, before)));
    put_number(block_, static_cast<std::uint32_t>(index.rows.size()));
    for (std::size_t row = 0; row < index.rows.size(); ++row) put_row(rows, row);
    if (auto written = writer_.add_rows(block_); !written) return written;
    for (const KeyUse use : rows.uses) {
        name_.clear();
        rows.numbers.append_name(use.key(), name_);
        if (auto added = writer_.add_key(uses_++, name_); !added) return added;
    }
    return {};
}

}  // namespace rowlock
