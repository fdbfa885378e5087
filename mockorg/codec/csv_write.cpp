#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/csv.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace rowlock {
namespace {

struct DelimiterName {
    std::string_view name;
    Delimiter delimiter;
};

constexpr std::array<DelimiterName, 6> k_delimiters = {{
    {"BACKQUOTE", Delimiter::backquote},
    {"CARET", Delimiter::caret},
    {"COMMA", Delimiter::comma},
    {"PIPE", Delimiter::pipe},
    {"SEMICOLON", Delimiter::semicolon},
    {"TAB", Delimiter::tab},
}};

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
    out.push_back('"');
    std::size_t copied = 0;
    for (auto quote = text.find('"'); quote != std::string_view::npos;
         quote = text.find('"', quote + 1)) {
        // Up to and with the quote; the next piece begins with it again.
        out.append(text.substr(copied, quote + 1 - copied));
        copied = quote;
    }
    out.append(text.substr(copied)).push_back('"');
}

void append_cell(std::string& out, std::string_view text, Delimiter delimiter) {
    const std::array<char, 4> special = {static_cast<char>(delimiter), '"', '\n', '\r'};
    if (text.find_first_of({special.data(), special.size()}) == std::string_view::npos) {
        out.append(text);
    } else {
        append_quoted(out, text);
    }
}

Result<Delimiter> parse_delimiter(std::string_view word) {
    const auto found =
        std::find_if(k_delimiters.begin(), k_delimiters.end(), [&](const auto& entry) {
            return equal_ignoring_case(entry.name, word);
        });
    if (found != k_delimiters.end()) return found->delimiter;
    return fail(
        ErrorCode::invalid_job,
        fmt::format(
            "Invalid column delimiter '{}': use BACKQUOTE, CARET, COMMA, PIPE, SEMICOLON or TAB",
            word
        )
    );
}

std::string_view name_of(Delimiter delimiter) {
    const auto found =
        std::find_if(k_delimiters.begin(), k_delimiters.end(), [&](const auto& entry) {
            return entry.delimiter == delimiter;
        });
    return found->name;
}

Result<LineEnding> parse_line_ending(std::string_view word) {
    if (equal_ignoring_case(word, "LF")) return LineEnding::lf;
    if (equal_ignoring_case(word, "CRLF")) return LineEnding::crlf;
    return fail(
        ErrorCode::invalid_job, fmt::format("Invalid line ending '{}': use LF or CRLF", word)
    );
}

std::string_view name_of(LineEnding ending) {
    return ending == LineEnding::lf ? "LF" : "CRLF";
}

}  // namespace rowlock
