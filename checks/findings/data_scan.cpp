#include "checks/findings/data_scan.hpp"

#include "checks/findings/row_check.hpp"
#include "mockorg/base/byte_order_mark.hpp"
#include "mockorg/base/counted.hpp"
#include "mockorg/codec/csv_index.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/utf8.hpp"

#include <fmt/core.h>

#include <memory>
#include <string>
#include <vector>

namespace rowlock {
namespace {

/// Rows that start within one piece are looked at together.
constexpr std::size_t k_piece = std::size_t{4} << 20U;

/// A row longer than this has a quote that is never closed, or might as well.
constexpr std::size_t k_window_max = std::size_t{1} << 30U;

/// Cuts rows into batches and transactions, and holds batches to what the API takes.
class BatchCounter {
public:
    BatchCounter(const DataSettings& settings, std::string_view file, Findings& findings)
        : settings_(settings), file_(file), findings_(findings) {}

    void header(std::uint64_t bytes) { header_bytes_ = bytes; }

    /// The row is the first of a transaction.
    bool starts_chunk() const { return rows_in_batch_ % settings_.chunk_rows == 0; }

    void count(std::uint64_t row_bytes) {
        if (rows_in_batch_ == 0) {
            ++batches_;
            bytes_ = header_bytes_;
            first_row_ = rows_ + 1;
        }
        ++rows_;
        ++rows_in_batch_;
        bytes_ += row_bytes;
        if (rows_in_batch_ == settings_.rows_per_batch) end_batch();
    }

    void end_batch() {
        const BatchCaps caps = settings_.reordered ? BatchCaps{} : settings_.caps;
        if (caps.rows != 0 && rows_in_batch_ > caps.rows) {
            find(FindingRule::batch_rows, counted(rows_in_batch_, "row"));
        }
        if (caps.bytes != 0 && rows_in_batch_ > 0 && bytes_ > caps.bytes) {
            find(FindingRule::batch_bytes, fmt::format("{} bytes", bytes_));
        }
        rows_in_batch_ = 0;
    }

    std::uint64_t rows() const { return rows_; }

    std::uint64_t batches() const { return batches_; }

private:
    void find(FindingRule rule, const std::string& size) {
        findings_.add(
            {rule, file_, {}}, {}, {first_row_, 0, fmt::format("batch {}: {}", batches_, size)}
        );
    }

    const DataSettings& settings_;
    std::string_view file_;
    Findings& findings_;
    std::uint64_t header_bytes_ = 0;
    std::uint64_t rows_ = 0;
    std::uint64_t batches_ = 0;
    std::uint64_t rows_in_batch_ = 0;
    std::uint64_t bytes_ = 0;
    std::uint64_t first_row_ = 0;
};

LineEnding first_line_ending(std::string_view text) {
    const std::size_t feed = text.find('\n');
    const bool has_return = feed != std::string_view::npos && feed > 0 && text[feed - 1] == '\r';
    return has_return ? LineEnding::crlf : LineEnding::lf;
}

class DataScan {
public:
    DataScan(
        std::string_view text,
        std::string_view file,
        const DataSettings& settings,
        Findings& findings
    )
        : text_(text),
          file_(file),
          settings_(settings),
          findings_(findings),
          batches_(settings, file, findings),
          line_ending_(settings.line_ending.value_or(first_line_ending(text))) {}

    DataScanResult run() {
        if (text_.starts_with(k_byte_order_mark)) {
            findings_.add({FindingRule::byte_order_mark, file_, {}}, {}, {0, 1, {}});
        }
        const CsvIndexer indexer{settings_.delimiter};
        std::size_t window = 2 * k_piece;
        while (at_ < text_.size()) {
            const std::string_view piece = text_.substr(at_, window);
            const bool more_follows = piece.size() < text_.size() - at_;
            if (settings_.stopped && settings_.stopped()) break;
            if (indexer.run(piece, k_piece, more_follows, index_)) {
                scan_piece(piece);
                if (index_.end == 0) break;
                at_ += index_.end;
                lines_before_ += index_.line_feeds;
                window = 2 * k_piece;
            } else if (window < k_window_max) {
                window *= 2;
            } else {
                find_unclosed_quote(lines_before_ + 1);
                break;
            }
        }
        batches_.end_batch();
        if (batches_.rows() == 0) findings_.add({FindingRule::no_rows, file_, {}}, {});
        return {batches_.rows(), batches_.batches()};
    }

private:
    void scan_piece(std::string_view piece) {
        const bool wrong_end = line_ending_ == LineEnding::lf ? index_.has_crlf : index_.has_lf;
        if (wrong_end && !found_line_ending_) find_line_ending(piece);
        LineCounter lines{piece.data(), lines_before_};
        for (const CsvIndex::Row& row : index_.rows) {
            const PieceRow place{piece.data(), &index_, &row};
            if (rows_ == nullptr) {
                read_header(place);
                continue;
            }
            if (batches_.starts_chunk()) rows_->start_chunk();
            rows_->check(place, batches_.rows() + 1, lines);
            batches_.count(place.bytes().size() + 1);
        }
        if (index_.unclosed_quote && !index_.rows.empty()) {
            find_unclosed_quote(lines.line_of(index_.rows.back().start));
        }
    }

    void read_header(const PieceRow& header) {
        std::vector<std::string> names;
        std::string buffer;
        for (std::uint32_t i = 0; i < header.row->cells; ++i) {
            std::string_view cell = header.cell(i);
            if (i == 0 && cell.starts_with(k_byte_order_mark)) {
                cell.remove_prefix(k_byte_order_mark.size());
            }
            names.emplace_back(unquoted_cell(cell, buffer));
        }
        find_ill_formed_header(header);
        if (count_characters(header.bytes()) > k_header_characters_max) {
            findings_.add({FindingRule::header_size, file_, {}}, {}, {0, 1, {}});
        }
        batches_.header(header.bytes().size() + 1);
        rows_ = std::make_unique<RowCheck>(
            RowCheck::Columns{names, check_header(names, settings_, file_, findings_)},
            settings_,
            file_,
            findings_
        );
    }

    void find_ill_formed_header(const PieceRow& header) {
        const std::size_t at = find_ill_formed_utf8(header.bytes());
        if (at == std::string_view::npos) return;
        const auto offset = static_cast<std::size_t>(header.bytes().data() - text_.data()) + at;
        const TextPosition position = position_of(text_, offset);
        findings_.add(
            {FindingRule::ill_formed_text, file_, {}},
            {},
            {0, position.line, byte_text(header.bytes()[at]), position.column}
        );
    }

    void find_line_ending(std::string_view piece) {
        found_line_ending_ = true;
        const bool want_return = line_ending_ == LineEnding::crlf;
        std::uint64_t line = lines_before_;
        for (std::size_t feed = piece.find('\n'); feed != std::string_view::npos;
             feed = piece.find('\n', feed + 1)) {
            ++line;
            const bool has_return = feed > 0 && piece[feed - 1] == '\r';
            if (has_return == want_return) continue;
            findings_.add(
                {FindingRule::line_ending, file_, {}}, {}, {0, line, has_return ? "CRLF" : "LF"}
            );
            return;
        }
    }

    void find_unclosed_quote(std::uint64_t line) {
        findings_.add({FindingRule::unclosed_quote, file_, {}}, {}, {batches_.rows(), line, {}});
    }

    std::string_view text_;
    std::string_view file_;
    const DataSettings& settings_;
    Findings& findings_;
    BatchCounter batches_;
    LineEnding line_ending_;
    CsvIndex index_;
    std::unique_ptr<RowCheck> rows_;
    std::size_t at_ = 0;
    std::uint64_t lines_before_ = 0;
    bool found_line_ending_ = false;
};

}  // namespace

DataScanResult scan_data(
    std::string_view text, std::string_view file, const DataSettings& settings, Findings& findings
) {
    return DataScan{text, file, settings, findings}.run();
}

}  // namespace rowlock
