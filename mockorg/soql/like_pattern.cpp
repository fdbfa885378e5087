#include "mockorg/soql/like_pattern.hpp"

#include "mockorg/base/folded_text.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace rowlock::soql {

namespace {

bool continues_character(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

/// Where the character behind the one at `position` begins.
std::size_t next_character(std::string_view text, std::size_t position) {
    ++position;
    while (position < text.size() && continues_character(text[position])) ++position;
    return position;
}

}  // namespace

LikePattern::LikePattern(std::string_view written) : is_ascii_(is_ascii(written)) {
    const std::string pattern = fold_case(written);
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool escaped = pattern[i] == '\\' && i + 1 < pattern.size();
        if (escaped) ++i;
        Piece piece{Piece::Kind::byte, pattern[i]};
        if (!escaped && pattern[i] == '%') piece.kind = Piece::Kind::any_text;
        if (!escaped && pattern[i] == '_') piece.kind = Piece::Kind::any_character;
        const bool repeats_any_text = piece.kind == Piece::Kind::any_text && !pieces_.empty() &&
                                      pieces_.back().kind == Piece::Kind::any_text;
        if (!repeats_any_text) pieces_.push_back(piece);
    }
    note_ends();
}

void LikePattern::note_ends() {
    const auto is_byte = [](const Piece& piece) { return piece.kind == Piece::Kind::byte; };
    const auto behind_first = std::find_if_not(pieces_.begin(), pieces_.end(), is_byte);
    std::for_each(pieces_.begin(), behind_first, [&](const Piece& piece) {
        first_bytes_.push_back(piece.byte);
    });
    const auto before_last = std::find_if_not(pieces_.rbegin(), pieces_.rend(), is_byte).base();
    std::for_each(before_last, pieces_.end(), [&](const Piece& piece) {
        last_bytes_.push_back(piece.byte);
    });
    is_prefix_ = behind_first != pieces_.end() && behind_first + 1 == pieces_.end() &&
                 behind_first->kind == Piece::Kind::any_text;
    note_inner();
}

void LikePattern::note_inner() {
    const auto is_any_text = [](const Piece& piece) { return piece.kind == Piece::Kind::any_text; };
    if (pieces_.size() < 3 || !is_any_text(pieces_.front()) || !is_any_text(pieces_.back())) return;
    AnyCaseBytes inner;
    for (std::size_t i = 1; i + 1 < pieces_.size(); ++i) {
        if (pieces_[i].kind != Piece::Kind::byte) return;
        inner.push_back(pieces_[i].byte);
    }
    // Any text ends where a character does.
    if (!continues_character(pieces_[1].byte)) inner_bytes_ = std::move(inner);
}

bool LikePattern::matches(std::string_view text) const {
    // A pattern of ASCII meets letters beyond it only in wildcards.
    if (is_ascii_ || is_ascii(text)) return matches_folded(text);
    return matches_folded(fold_case(text));
}

bool LikePattern::matches_folded(std::string_view text) const {
    if (inner_bytes_) return inner_bytes_->is_within(text);
    if (text.size() < first_bytes_.size() || text.size() < last_bytes_.size()) return false;
    if (!first_bytes_.equal(text.data())) return false;
    if (is_prefix_) return true;
    return last_bytes_.equal(text.data() + text.size() - last_bytes_.size()) &&
           matches_pieces(text);
}

bool LikePattern::matches_pieces(std::string_view text) const {
    constexpr std::size_t k_none = static_cast<std::size_t>(-1);
    std::size_t at = 0;
    std::size_t piece = 0;
    // Only the last % may have to take more text: what stands before it has found its earliest
    // place.
    std::size_t behind_any_text = k_none;
    std::size_t retry_at = 0;
    while (at < text.size()) {
        const bool has_piece = piece < pieces_.size();
        if (has_piece && pieces_[piece].kind == Piece::Kind::any_text) {
            behind_any_text = ++piece;
            retry_at = at;
            // Whatever is left is any text.
            if (piece == pieces_.size()) return true;
        } else if (has_piece && pieces_[piece].kind == Piece::Kind::any_character) {
            ++piece;
            at = next_character(text, at);
        } else if (has_piece && pieces_[piece].byte == to_lower(text[at])) {
            ++piece;
            ++at;
        } else if (behind_any_text != k_none) {
            piece = behind_any_text;
            retry_at = next_character(text, retry_at);
            at = retry_at;
        } else {
            return false;
        }
    }
    if (piece < pieces_.size() && pieces_[piece].kind == Piece::Kind::any_text) ++piece;
    return piece == pieces_.size();
}

}  // namespace rowlock::soql
