#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::soql {

/// Bytes to compare with, ASCII letters in either case, without a branch for each.
class AnyCaseBytes {
public:
    void push_back(char lowered) {
        lowered_.push_back(lowered);
        case_bits_.push_back(lowered >= 'a' && lowered <= 'z' ? '\x20' : '\0');
    }

    std::size_t size() const { return lowered_.size(); }

    /// `text`: size() bytes.
    bool equal(const char* text) const {
        for (std::size_t i = 0; i < lowered_.size(); ++i)
            if ((text[i] | case_bits_[i]) != lowered_[i]) return false;
        return true;
    }

private:
    std::string lowered_;
    /// What a capital lacks of its small letter.
    std::string case_bits_;
};

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
};

}  // namespace rowlock::soql
