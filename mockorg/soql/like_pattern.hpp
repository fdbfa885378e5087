#pragma once

#include "mockorg/soql/any_case_bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::soql {

/// A LIKE pattern: `%` stands for any text, `_` for one character (of UTF-8), `\%`, `\_` and `\\`
/// for themselves. Letters match in either case. Immutable; any thread.
class LikePattern {
public:
    explicit LikePattern(std::string_view pattern);

    /// Needs no memory unless pattern and text both go beyond ASCII. Time at worst grows with the
    /// product of both lengths, never faster.
    bool matches(std::string_view text) const;

private:
    void note_ends();
    void note_inner();
    /// ASCII letters of `text` may be capitals still.
    bool matches_folded(std::string_view text) const;
    bool matches_pieces(std::string_view text) const;

    struct Piece {
        enum class Kind : std::uint8_t { byte, any_character, any_text };

        Kind kind;
        char byte;
    };

    bool is_ascii_;
    std::vector<Piece> pieces_;
    /// What every match begins with, and ends with: few texts need a look beyond.
    AnyCaseBytes first_bytes_;
    AnyCaseBytes last_bytes_;
    /// `abc%`: nothing else decides.
    bool is_prefix_ = false;
    /// `%abc%`: these bytes, wherever they stand.
    std::optional<AnyCaseBytes> inner_bytes_;
};

}  // namespace rowlock::soql
