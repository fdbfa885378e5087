#include "mockorg/base/assert.hpp"
#include "mockorg/soql/error_text.hpp"
#include "mockorg/soql/lexer.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace rowlock::soql {

namespace {

constexpr std::size_t k_unit_digits = 4;

bool is_high_surrogate(std::uint32_t unit) {
    return unit >= 0xd800 && unit <= 0xdbff;
}

bool is_low_surrogate(std::uint32_t unit) {
    return unit >= 0xdc00 && unit <= 0xdfff;
}

void append_utf8(std::string& out, std::uint32_t code_point) {
    const auto continuation = [&](unsigned shift) {
        out += static_cast<char>(0x80U | (code_point >> shift & 0x3fU));
    };
    if (code_point < 0x80) {
        out += static_cast<char>(code_point);
    } else if (code_point < 0x800) {
        out += static_cast<char>(0xc0U | code_point >> 6);
        continuation(0);
    } else if (code_point < 0x10000) {
        out += static_cast<char>(0xe0U | code_point >> 12);
        continuation(6);
        continuation(0);
    } else {
        out += static_cast<char>(0xf0U | code_point >> 18);
        continuation(12);
        continuation(6);
        continuation(0);
    }
}

/// The character for a one-letter escape; both cases of a letter count.
std::optional<char> simple_escape(char letter) {
    switch (letter) {
        case 'n':
        case 'N':
            return '\n';
        case 'r':
        case 'R':
            return '\r';
        case 't':
        case 'T':
            return '\t';
        case 'b':
        case 'B':
            return '\b';
        case 'f':
        case 'F':
            return '\f';
        case '"':
        case '\'':
        case '\\':
        case '%':
        case '_':
            return letter;
        default:
            return std::nullopt;
    }
}

/// Reads the inside of a text from left to right.
class Unescaper {
public:
    Unescaper(std::string_view inside, WildcardEscapes escapes)
        : inside_(inside), escapes_(escapes) {}

    /// Nothing when an escape is wrong; `position()` is then where it begins.
    std::optional<std::string> run() {
        std::string out;
        out.reserve(inside_.size());
        while (position_ < inside_.size()) {
            if (inside_[position_] != '\\') {
                out += inside_[position_++];
            } else if (!escape(out)) {
                return std::nullopt;
            }
        }
        return out;
    }

    std::size_t position() const { return position_; }

private:
    bool escape(std::string& out) {
        if (position_ + 1 >= inside_.size()) return false;
        const char letter = inside_[position_ + 1];
        if (letter == 'u' || letter == 'U') return unicode_escape(out);
        const std::optional<char> character = simple_escape(letter);
        if (!character) return false;
        const bool concerns_wildcards = letter == '%' || letter == '_' || letter == '\\';
        if (concerns_wildcards && escapes_ == WildcardEscapes::keep) out += '\\';
        out += *character;
        position_ += 2;
        return true;
    }

    bool unicode_escape(std::string& out) {
        const std::optional<std::uint32_t> first = unit_at(position_);
        if (!first || is_low_surrogate(*first)) return false;
        std::size_t length = 2 + k_unit_digits;
        std::uint32_t code_point = *first;
        if (is_high_surrogate(*first)) {
            const std::optional<std::uint32_t> second = unit_at(position_ + length);
            if (!second || !is_low_surrogate(*second)) return false;
            code_point = 0x10000 + ((*first - 0xd800) << 10) + (*second - 0xdc00);
            length *= 2;
        }
        append_utf8(out, code_point);
        position_ += length;
        return true;
    }

    /// The number of a `\uXXXX` at an offset.
    std::optional<std::uint32_t> unit_at(std::size_t offset) const {
        if (offset + 2 + k_unit_digits > inside_.size()) return std::nullopt;
        if (inside_[offset] != '\\' || (inside_[offset + 1] != 'u' && inside_[offset + 1] != 'U')) {
            return std::nullopt;
        }
        std::uint32_t unit = 0;
        const char* begin = inside_.data() + offset + 2;
        const char* end = begin + k_unit_digits;
        const std::from_chars_result read = std::from_chars(begin, end, unit, 16);
        if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
        return unit;
    }

    std::string_view inside_;
    WildcardEscapes escapes_;
    std::size_t position_ = 0;
};

}  // namespace

Result<std::string> unescape(std::string_view source, const Token& token, WildcardEscapes escapes) {
    ROWLOCK_ASSERT(token.kind == Token::Kind::text && token.text.size() >= 2);
    const std::string_view inside = token.text.substr(1, token.text.size() - 2);
    Unescaper unescaper{inside, escapes};
    if (std::optional<std::string> text = unescaper.run()) return *std::move(text);
    return fail_at(
        source,
        token.position + 1 + unescaper.position(),
        ErrorCode::malformed_query,
        fmt::format(
            "invalid escape in the text {}",
            token.text.size() < 80 ? token.text : "that begins here"
        )
    );
}

}  // namespace rowlock::soql
