#include "mockorg/soql/error_text.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/codec/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace rowlock::soql {

namespace {

// What an org shows around the place of an error, in bytes.
constexpr std::size_t k_shown_before = 32;
constexpr std::size_t k_shown_after = 48;

struct Excerpt {
    std::size_t begin;
    std::size_t end;
};

bool continues_character(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

/// The line around `position`, cut between words where it is long.
Excerpt excerpt_around(std::string_view source, std::size_t position) {
    const auto is_line_end = [](char c) { return c == '\n' || c == '\r'; };
    const auto is_gap = [](char c) { return c == ' ' || c == ',' || c == '\t'; };
    Excerpt excerpt{position, position};
    while (excerpt.begin > 0 && !is_line_end(source[excerpt.begin - 1])) --excerpt.begin;
    while (excerpt.end < source.size() && !is_line_end(source[excerpt.end])) ++excerpt.end;

    if (position - excerpt.begin > k_shown_before) {
        excerpt.begin = position - k_shown_before;
        while (excerpt.begin < position && !is_gap(source[excerpt.begin - 1])) ++excerpt.begin;
    }
    if (excerpt.end - position > k_shown_after) {
        const std::size_t least = position + 1;
        excerpt.end = position + k_shown_after;
        while (excerpt.end > least && !is_gap(source[excerpt.end])) --excerpt.end;
        while (excerpt.end < source.size() && continues_character(source[excerpt.end])) {
            ++excerpt.end;
        }
    }
    return excerpt;
}

}  // namespace

Failure fail_at(
    std::string_view source, std::size_t position, ErrorCode code, std::string_view message
) {
    if (source.empty()) return fail(code, std::string{message});
    ROWLOCK_ASSERT(position <= source.size());
    const Excerpt excerpt = excerpt_around(source, position);
    const std::string_view before = source.substr(excerpt.begin, position - excerpt.begin);
    const auto continuations = std::count_if(before.begin(), before.end(), continues_character);
    const TextPosition place = position_of(source, position);
    return fail(
        code,
        fmt::format(
            "\n{}\n{}^\nERROR at Row:{}:Column:{}\n{}",
            source.substr(excerpt.begin, excerpt.end - excerpt.begin),
            std::string(before.size() - static_cast<std::size_t>(continuations), ' '),
            place.line,
            place.column,
            message
        )
    );
}

}  // namespace rowlock::soql
