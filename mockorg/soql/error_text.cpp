#include "mockorg/soql/error_text.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
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

constexpr std::string_view k_row = "\nERROR at Row:";
constexpr std::string_view k_column = ":Column:";

/// The offset that position_of would describe so; the end for one that is not there.
std::size_t offset_of(std::string_view text, const TextPosition& place) {
    std::size_t at = 0;
    for (std::size_t line = 1; line < place.line; ++line) {
        at = text.find('\n', at);
        if (at == std::string_view::npos) return text.size();
        ++at;
    }
    for (std::size_t column = 1; at < text.size(); ++at) {
        if (continues_character(text[at])) continue;
        if (column++ == place.column) break;
    }
    return at;
}

/// What an error's message says of its place, and behind that.
struct PlacedMessage {
    TextPosition place;
    std::string_view message;
};

std::optional<PlacedMessage> take_apart(std::string_view told) {
    const std::size_t row = told.find(k_row);
    if (row == std::string_view::npos) return std::nullopt;
    told.remove_prefix(row + k_row.size());
    const std::size_t column = told.find(k_column);
    const std::size_t end = told.find('\n');
    if (end == std::string_view::npos || column >= end) return std::nullopt;
    const std::size_t digits = column + k_column.size();
    const auto line = parse_integer(told.substr(0, column));
    const auto number = parse_integer(told.substr(digits, end - digits));
    if (!line || !number) return std::nullopt;
    return PlacedMessage{
        {static_cast<std::size_t>(*line), static_cast<std::size_t>(*number)}, told.substr(end + 1)};
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
            "\n{}\n{}^{}{}{}{}\n{}",
            source.substr(excerpt.begin, excerpt.end - excerpt.begin),
            std::string(before.size() - static_cast<std::size_t>(continuations), ' '),
            k_row,
            place.line,
            k_column,
            place.column,
            message
        )
    );
}

Error moved_to(
    std::string_view text,
    const Error& error,
    std::string_view source,
    const std::function<std::size_t(std::size_t)>& place_in_text
) {
    const auto placed = take_apart(error.message);
    if (!placed) return error;
    const std::size_t place = place_in_text(offset_of(source, placed->place));
    Error moved = error;
    moved.message =
        fail_at(text, std::min(place, text.size()), error.code, placed->message).value().message;
    return moved;
}

}  // namespace rowlock::soql
