#include "mockorg/soql/lexer.hpp"

#include "mockorg/base/ascii.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/soql/error_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowlock::soql {

namespace {

constexpr std::string_view k_blanks = " \t\r\n\f";
constexpr std::size_t k_date_length = 10;

bool starts_name(char c) {
    return (to_lower(c) >= 'a' && to_lower(c) <= 'z') || c == '_';
}

bool continues_name(char c) {
    return starts_name(c) || is_digit(c);
}

/// dddd-dd-dd
bool starts_with_date(std::string_view text) {
    if (text.size() < k_date_length) return false;
    for (std::size_t i = 0; i < k_date_length; ++i) {
        const bool fits = i == 4 || i == 7 ? text[i] == '-' : is_digit(text[i]);
        if (!fits) return false;
    }
    return true;
}

/// dd:
bool starts_with_time(std::string_view text) {
    return text.size() > 2 && is_digit(text[0]) && is_digit(text[1]) && text[2] == ':';
}

/// The characters of dates, times and time zones.
bool belongs_to_instant(char c) {
    return is_digit(c) || std::string_view{"TtZz:.+-"}.find(c) != std::string_view::npos;
}

class Tokenizer {
public:
    explicit Tokenizer(std::string_view source) : source_(source) {}

    Result<std::vector<Token>> run() {
        std::vector<Token> tokens;
        while (true) {
            position_ = std::min(source_.find_first_not_of(k_blanks, position_), source_.size());
            if (position_ == source_.size()) break;
            const Result<Token> token = next();
            if (!token) return Failure{token.error()};
            tokens.push_back(*token);
            position_ += token->text.size();
        }
        tokens.push_back(make(Token::Kind::end, 0));
        return tokens;
    }

private:
    Token make(Token::Kind kind, std::size_t length) const {
        return Token{kind, source_.substr(position_, length), position_};
    }

    Failure unexpected(std::string_view text) const {
        return fail_at(
            source_,
            position_,
            ErrorCode::malformed_query,
            fmt::format("unexpected token: '{}'", text)
        );
    }

    Result<Token> next() const {
        const std::string_view rest = source_.substr(position_);
        if (starts_name(rest.front())) return name(rest);
        if (rest.front() == '\'') return text(rest);
        if (starts_with_date(rest)) return date(rest);
        if (starts_with_time(rest)) return make(Token::Kind::time, instant_length(rest));
        const bool is_signed =
            rest.size() > 1 && (rest[0] == '-' || rest[0] == '+') && is_digit(rest[1]);
        if (is_digit(rest.front()) || is_signed) return number(rest);
        return symbol(rest);
    }

    Result<Token> name(std::string_view rest) const {
        const auto end = std::find_if_not(rest.begin(), rest.end(), continues_name);
        return make(Token::Kind::name, static_cast<std::size_t>(end - rest.begin()));
    }

    Result<Token> text(std::string_view rest) const {
        std::size_t end = 1;
        while (end < rest.size() && rest[end] != '\'') end += rest[end] == '\\' ? 2U : 1U;
        if (end >= rest.size()) {
            return fail_at(
                source_,
                position_,
                ErrorCode::malformed_query,
                "the text that begins here has no end: ' is missing"
            );
        }
        return make(Token::Kind::text, end + 1);
    }

    static std::size_t instant_length(std::string_view rest) {
        const auto end = std::find_if_not(rest.begin(), rest.end(), belongs_to_instant);
        return static_cast<std::size_t>(end - rest.begin());
    }

    Result<Token> date(std::string_view rest) const {
        const std::size_t length = instant_length(rest);
        const std::string_view written = rest.substr(0, length);
        if (length == k_date_length && parse_date(written)) return make(Token::Kind::date, length);
        if (length > k_date_length && parse_datetime(written)) {
            return make(Token::Kind::datetime, length);
        }
        return fail_at(
            source_,
            position_,
            ErrorCode::malformed_query,
            fmt::format("invalid date or time: '{}'", written)
        );
    }

    Result<Token> number(std::string_view rest) const {
        const auto skip_digits = [&](std::size_t from) {
            while (from < rest.size() && is_digit(rest[from])) ++from;
            return from;
        };
        const auto is_at = [&](std::size_t at, std::string_view characters) {
            return at < rest.size() && characters.find(rest[at]) != std::string_view::npos;
        };
        const auto is_digit_at = [&](std::size_t at) {
            return at < rest.size() && is_digit(rest[at]);
        };

        std::size_t end = skip_digits(is_digit(rest.front()) ? 0 : 1);
        if (is_at(end, ".") && is_digit_at(end + 1)) end = skip_digits(end + 1);
        if (is_at(end, "eE")) {
            const std::size_t exponent = is_at(end + 1, "+-") ? end + 2 : end + 1;
            if (is_digit_at(exponent)) end = skip_digits(exponent);
        }
        std::size_t word_end = end;
        while (word_end < rest.size() && continues_name(rest[word_end])) ++word_end;
        if (word_end > end) return unexpected(rest.substr(0, word_end));
        return make(Token::Kind::number, end);
    }

    Result<Token> symbol(std::string_view rest) const {
        for (const std::string_view two : {"!=", "<>", "<=", ">="}) {
            if (rest.substr(0, 2) == two) return make(Token::Kind::symbol, 2);
        }
        constexpr std::string_view k_single = "=<>(),.:";
        if (k_single.find(rest.front()) != std::string_view::npos) {
            return make(Token::Kind::symbol, 1);
        }
        // A character of several bytes is shown whole.
        std::size_t length = 1;
        while (length < rest.size() && (static_cast<unsigned char>(rest[length]) & 0xc0U) == 0x80U
        ) {
            ++length;
        }
        return unexpected(rest.substr(0, length));
    }

    std::string_view source_;
    std::size_t position_ = 0;
};

}  // namespace

Result<std::vector<Token>> tokenize(std::string_view source) {
    return Tokenizer{source}.run();
}

}  // namespace rowlock::soql
