#include "harness/load/text_pattern.hpp"

#include "harness/load/digits.hpp"
#include "mockorg/codec/csv.hpp"

#include <charconv>

namespace rowlock {
namespace {

constexpr unsigned k_width_max = 20;

/// The width asked for by what stands between the braces (1 for a bare n); 0 if it makes no sense.
unsigned width_of(std::string_view placeholder) {
    if (placeholder == "n") return 1;
    if (placeholder.substr(0, 2) != "n:") return 0;
    placeholder.remove_prefix(2);
    unsigned width = 0;
    const char* end = placeholder.data() + placeholder.size();
    const auto [stop, error] = std::from_chars(placeholder.data(), end, width);
    if (error != std::errc{} || stop != end || width > k_width_max) return 0;
    return width;
}

std::string with_doubled_quotes(std::string_view text) {
    std::string quoted;
    append_quoted(quoted, text);
    return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

std::optional<TextPattern> TextPattern::compile(std::string_view pattern) {
    TextPattern result;
    Piece piece;
    while (!pattern.empty()) {
        const auto brace = pattern.find_first_of("{}");
        piece.text += pattern.substr(0, brace);
        if (brace == std::string_view::npos) break;
        pattern.remove_prefix(brace);
        if (pattern.size() > 1 && pattern[1] == pattern[0]) {
            piece.text += pattern[0];
            pattern.remove_prefix(2);
            continue;
        }
        const auto close = pattern.find('}');
        piece.width = pattern[0] == '{' && close != std::string_view::npos
                          ? width_of(pattern.substr(1, close - 1))
                          : 0;
        if (piece.width == 0) return std::nullopt;
        pattern.remove_prefix(close + 1);
        result.pieces_.push_back(std::move(piece));
        piece = {};
    }
    if (!piece.text.empty()) result.pieces_.push_back(std::move(piece));
    return result;
}

TextPattern TextPattern::as_csv_cell() const {
    std::string sample;
    append(0, sample);
    std::string cell;
    append_cell(cell, sample, Delimiter::comma);
    // The row number never needs quotes: what holds for row 0 holds for all.
    if (pieces_.empty() || cell == sample) return *this;
    TextPattern result = *this;
    for (Piece& piece : result.pieces_) piece.text = with_doubled_quotes(piece.text);
    result.pieces_.front().text.insert(0, 1, '"');
    result.pieces_.push_back({"\"", 0});
    return result;
}

void TextPattern::append(RowNumber row, std::string& out) const {
    for (const Piece& piece : pieces_) {
        out += piece.text;
        if (piece.width > 0) append_digits(out, row, piece.width);
    }
}

}  // namespace rowlock
