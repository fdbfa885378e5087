#include "mockorg/soql/like_pattern.hpp"

#include "mockorg/base/case_insensitive.hpp"

#include <cstddef>

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

LikePattern::LikePattern(std::string_view pattern) {
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool escaped = pattern[i] == '\\' && i + 1 < pattern.size();
        if (escaped) ++i;
        Piece piece{Piece::Kind::byte, to_lower(pattern[i])};
        if (!escaped && pattern[i] == '%') piece.kind = Piece::Kind::any_text;
        if (!escaped && pattern[i] == '_') piece.kind = Piece::Kind::any_character;
        const bool repeats_any_text = piece.kind == Piece::Kind::any_text && !pieces_.empty() &&
                                      pieces_.back().kind == Piece::Kind::any_text;
        if (!repeats_any_text) pieces_.push_back(piece);
    }
}

bool LikePattern::matches(std::string_view text) const {
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
