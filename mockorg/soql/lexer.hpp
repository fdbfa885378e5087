#pragma once

#include "mockorg/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::soql {

struct Token {
    enum class Kind : std::uint8_t { name, number, text, date, datetime, time, symbol, end };

    Kind kind = Kind::end;
    /// As written, a text with its quotes; empty at the end. Points into the source.
    std::string_view text;
    std::size_t position = 0;
};

/// Cuts a query into tokens; the last one is the end. Errors are malformed_query in the org's form.
Result<std::vector<Token>> tokenize(std::string_view source);

/// What becomes of the wildcards' escapes `\%` and `\_` when a text is unescaped.
enum class WildcardEscapes : std::uint8_t {
    /// They stand for the bare character.
    resolve,
    /// They stay, as does `\\`: the text is a LIKE pattern, whose reader must tell `\%` from `%`.
    keep,
};

/// The text between the quotes of a text token, its escapes resolved. `source` is the token's
/// query.
Result<std::string> unescape(std::string_view source, const Token& token, WildcardEscapes escapes);

}  // namespace rowlock::soql
