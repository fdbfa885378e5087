#include "mockorg/codec/byte_masks.hpp"
#include "mockorg/codec/csv.hpp"
#include "mockorg/codec/line_end.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace rowlock {
namespace {

Failure bad_cell(std::string_view what, std::size_t column) {
    return fail(ErrorCode::client_input_error, fmt::format("{} in column {}", what, column));
}

}  // namespace

Result<const std::vector<CsvCell>*> CsvRowReader::read(std::string_view row) {
    row = without_line_end(row);
    used_ = 0;
    if (row.find('"') == std::string_view::npos) {
        split_bare(row);
        return row_of_cells();
    }
    // Room for all of it at once: cells point into this buffer, so it must not move.
    unescaped_.clear();
    unescaped_.reserve(row.size());
    std::size_t position = 0;
    while (true) {
        const bool quoted = position < row.size() && row[position] == '"';
        const auto end = quoted ? read_quoted(row, position) : read_bare(row, position);
        if (!end) return tl::unexpected{end.error()};
        if (*end == row.size()) return row_of_cells();
        position = *end + 1;
    }
}

void CsvRowReader::split_bare(std::string_view row) {
    std::size_t start = 0;
    const auto split_block = [&](const char* block, std::size_t base) {
        std::uint64_t hits = byte_mask(block, static_cast<char>(delimiter_));
        for (; hits != 0; hits &= hits - 1) {
            const std::size_t end = base + static_cast<std::size_t>(std::countr_zero(hits));
            add({row.substr(start, end - start)});
            start = end + 1;
        }
    };
    std::size_t base = 0;
    for (; base + k_mask_bytes <= row.size(); base += k_mask_bytes) {
        split_block(row.data() + base, base);
    }
    // No delimiter is NUL, so the padding splits nothing.
    std::array<char, k_mask_bytes> padded{};
    if (base < row.size()) {
        std::memcpy(padded.data(), row.data() + base, row.size() - base);
        split_block(padded.data(), base);
    }
    add({row.substr(start)});
}

Result<std::size_t> CsvRowReader::read_bare(std::string_view row, std::size_t start) {
    const std::size_t end = std::min(row.find(static_cast<char>(delimiter_), start), row.size());
    const std::string_view text = row.substr(start, end - start);
    if (text.find('"') != std::string_view::npos) {
        return bad_cell("A quote inside an unquoted value", used_ + 1);
    }
    add({text});
    return end;
}

Result<std::size_t> CsvRowReader::read_quoted(std::string_view row, std::size_t start) {
    const std::size_t unescaped_start = unescaped_.size();
    std::size_t piece = start + 1;
    while (true) {
        const std::size_t quote = row.find('"', piece);
        if (quote == std::string_view::npos) {
            return bad_cell("A quote that is never closed", used_ + 1);
        }
        const bool doubled = quote + 1 < row.size() && row[quote + 1] == '"';
        if (doubled) {
            unescaped_.append(row.substr(piece, quote + 1 - piece));
            piece = quote + 2;
            continue;
        }
        std::string_view text = row.substr(piece, quote - piece);
        if (piece != start + 1) {
            unescaped_.append(text);
            text = std::string_view{unescaped_}.substr(unescaped_start);
        }
        const std::size_t end = quote + 1;
        if (end < row.size() && row[end] != static_cast<char>(delimiter_)) {
            return bad_cell("Text beside a closing quote", used_ + 1);
        }
        add({text, true});
        return end;
    }
}

}  // namespace rowlock
