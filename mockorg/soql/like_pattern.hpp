#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace rowlock::soql {

/// A LIKE pattern: `%` stands for any text, `_` for one character (of UTF-8), `\%`, `\_` and `\\`
/// for themselves. ASCII letters match in either case. Immutable; any thread.
class LikePattern {
public:
    explicit LikePattern(std::string_view pattern);

    /// Needs no memory. Time at worst grows with the product of both lengths, never faster.
    bool matches(std::string_view text) const;

private:
    struct Piece {
        enum class Kind : std::uint8_t { byte, any_character, any_text };

        Kind kind;
        char byte;
    };

    std::vector<Piece> pieces_;
};

}  // namespace rowlock::soql
