#include "mockorg/codec/byte_masks.hpp"
#include "mockorg/codec/csv.hpp"
#include "mockorg/codec/line_end.hpp"

#include <array>
#include <bit>
#include <cstring>

namespace rowlock {
namespace {

/// Finds rows block by block. A quote opens or closes wherever it stands: a doubled quote closes
/// and opens again, so quoted text needs no look at its neighbours.
class RowScanner {
public:
    RowScanner(std::string_view text, LineEnding line_ending, CsvRows& rows)
        : text_(text), line_ending_(line_ending), rows_(rows) {}

    void scan() {
        std::size_t base = 0;
        for (; base + k_mask_bytes <= text_.size(); base += k_mask_bytes) {
            scan_block(text_.data() + base, base);
        }
        std::array<char, k_mask_bytes> padded{};
        if (base < text_.size()) {
            std::memcpy(padded.data(), text_.data() + base, text_.size() - base);
            scan_block(padded.data(), base);
        }
        finish();
    }

private:
    void scan_block(const char* block, std::size_t base) {
        const std::uint64_t feeds = byte_mask(block, '\n');
        const std::uint64_t returns = byte_mask(block, '\r');
        const std::uint64_t quotes = byte_mask(block, '"');
        const std::uint64_t feeds_after_return = feeds & (returns << 1U | last_was_return_);
        last_was_return_ = returns >> 63U;
        wrong_feeds_ |=
            line_ending_ == LineEnding::lf ? feeds_after_return : feeds ^ feeds_after_return;

        std::uint64_t inside = inside_quotes_;
        if (quotes != 0) {
            inside ^= running_parity(quotes);
            inside_quotes_ = inside >> 63U != 0 ? ~std::uint64_t{0} : 0;
        }
        for (std::uint64_t ends = feeds & ~inside; ends != 0; ends &= ends - 1) {
            end_line(base + static_cast<std::size_t>(std::countr_zero(ends)));
        }
    }

    void end_line(std::size_t feed) {
        const bool blank =
            feed == line_start_ || (feed == line_start_ + 1 && text_[line_start_] == '\r');
        if (!blank) add_row(feed + 1);
        line_start_ = feed + 1;
    }

    void add_row(std::size_t end) {
        rows_.offsets.push_back(line_start_);
        rows_end_ = end;
    }

    void finish() {
        if (line_start_ < text_.size()) add_row(text_.size());
        if (!rows_.offsets.empty()) rows_.offsets.push_back(rows_end_);
        rows_.wrong_line_ending = wrong_feeds_ != 0;
        rows_.unclosed_quote = inside_quotes_ != 0;
    }

    std::string_view text_;
    LineEnding line_ending_;
    CsvRows& rows_;
    std::size_t line_start_ = 0;
    std::size_t rows_end_ = 0;
    /// 1 if the block before ended in CR.
    std::uint64_t last_was_return_ = 0;
    /// All ones while a quote of an earlier block is open.
    std::uint64_t inside_quotes_ = 0;
    std::uint64_t wrong_feeds_ = 0;
};

}  // namespace

CsvRows find_csv_rows(std::string_view text, LineEnding line_ending) {
    CsvRows rows;
    RowScanner{text, line_ending, rows}.scan();
    return rows;
}

std::string_view CsvRows::row(std::string_view text, std::size_t index) const {
    const std::uint64_t start = offsets[index];
    std::string_view bytes = text.substr(start, offsets[index + 1] - start);
    // Blank lines behind a row lie between its offset and the next one.
    while (bytes.ends_with('\n')) bytes = without_line_end(bytes);
    return bytes;
}

}  // namespace rowlock
