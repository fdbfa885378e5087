#pragma once

#include "mockorg/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What a search looks for: a word or phrase, or several of them joined.
struct SearchTerm {
    enum class Kind : std::uint8_t { word, all_of, any_of, none_of };

    Kind kind = Kind::word;
    /// word: a pattern as LIKE wants it inside its quotes.
    std::string pattern;
    /// word: its characters without wildcards, in bytes.
    std::size_t letters = 0;
    /// all_of, any_of: two or more; none_of: one.
    std::vector<SearchTerm> parts;
};

/// What is wrong with a search text.
struct SearchMistake {
    std::string message;
    /// Byte offset of the place, where the org shows it.
    std::optional<std::size_t> position;
};

/// Whether the character stands between the words of a search.
bool is_search_blank(char c);

/// What stands in the braces: words, phrases in double quotes, `*` and `?`, AND (also where nothing
/// stands between words), AND NOT, OR and parentheses; AND binds closer than OR. Other reserved
/// characters want a backslash. Reads from `begin` of `text` up to the closing brace, whose offset
/// `end` becomes. [SOQL and SOSL reference: FIND; texts of errors: recorded]
tl::expected<SearchTerm, SearchMistake> read_search_term(
    std::string_view text, std::size_t begin, std::size_t& end
);

}  // namespace rowlock
