#include "mockorg/codec/numbers.hpp"

#include "mockorg/base/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace rowlock {
namespace {

/// Exponents are summed as numbers of this size; a longer one is out of every double's range
/// anyway.
constexpr std::int64_t k_exponent_cap = 1'000'000'000'000;
/// append_number writes plain digits from 10^-6 up to below 10^21, as JavaScript does.
constexpr int k_plain_from = -6;
constexpr int k_plain_below = 21;
constexpr int k_java_plain_from = -3;
constexpr int k_java_plain_below = 7;

std::size_t count_digits(std::string_view text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    return static_cast<std::size_t>(end - text.begin());
}

/// The pieces of a decimal number without its sign.
struct DecimalParts {
    std::string_view whole;
    std::string_view fraction;
    /// With its sign; empty if there is none.
    std::string_view exponent;
};

std::optional<DecimalParts> split_decimal(std::string_view text) {
    DecimalParts parts;
    parts.whole = text.substr(0, count_digits(text));
    text.remove_prefix(parts.whole.size());
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        parts.fraction = text.substr(0, count_digits(text));
        text.remove_prefix(parts.fraction.size());
    }
    if (parts.whole.empty() && parts.fraction.empty()) return std::nullopt;
    if (text.empty()) return parts;
    if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
    parts.exponent = text.substr(1);
    std::string_view digits = parts.exponent;
    if (!digits.empty() && (digits.front() == '+' || digits.front() == '-'))
        digits.remove_prefix(1);
    if (digits.empty() || count_digits(digits) != digits.size()) return std::nullopt;
    return parts;
}

std::int64_t exponent_value(std::string_view text) {
    const bool negative = !text.empty() && text.front() == '-';
    std::int64_t value = 0;
    for (const char c : text) {
        if (is_digit(c)) value = std::min(k_exponent_cap, value * 10 + (c - '0'));
    }
    return negative ? -value : value;
}

/// Whether a number that no double holds is too small, as opposed to too large.
bool is_below_one(const DecimalParts& parts) {
    const auto exponent = exponent_value(parts.exponent);
    const std::size_t whole_start = parts.whole.find_first_not_of('0');
    if (whole_start != std::string_view::npos) {
        return static_cast<std::int64_t>(parts.whole.size() - whole_start) + exponent <= 0;
    }
    return exponent - static_cast<std::int64_t>(parts.fraction.find_first_not_of('0')) <= 0;
}

/// A finite, non-negative double as d.ddd × 10^exponent.
struct Digits {
    std::array<char, 32> text;
    std::size_t count;
    int exponent;

    std::string_view all() const { return {text.data(), count}; }
};

/// Reads the d.ddde±xx that to_chars wrote.
Digits digits_of(std::string_view scientific) {
    Digits digits{};
    const std::size_t mark = scientific.find('e');
    for (const char c : scientific.substr(0, mark)) {
        if (c != '.') digits.text[digits.count++] = c;
    }
    while (digits.count > 1 && digits.text[digits.count - 1] == '0') --digits.count;
    // from_chars takes no plus sign.
    const std::string_view exponent =
        scientific.substr(mark + (scientific[mark + 1] == '+' ? 2 : 1));
    std::from_chars(exponent.data(), exponent.data() + exponent.size(), digits.exponent);
    return digits;
}

Digits shortest_digits(double value) {
    std::array<char, 32> text;
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific);
    return digits_of({text.data(), static_cast<std::size_t>(end.ptr - text.data())});
}

/// Java looks for the closest decimal of at least two digits: its smallest double is 4.9E-324 where
/// the shortest text is 5E-324.
Digits java_digits(double value) {
    const Digits shortest = shortest_digits(value);
    if (shortest.count > 1) return shortest;
    std::array<char, 32> text;
    const auto end = std::to_chars(
        text.data(), text.data() + text.size(), value, std::chars_format::scientific, 1
    );
    double back = 0;
    std::from_chars(text.data(), end.ptr, back);
    if (back != value) return shortest;
    return digits_of({text.data(), static_cast<std::size_t>(end.ptr - text.data())});
}

enum class Fraction : bool { where_needed, always };

void append_plain(std::string& out, const Digits& digits, Fraction fraction) {
    const std::string_view all = digits.all();
    if (digits.exponent < 0) {
        out.append("0.").append(static_cast<std::size_t>(-digits.exponent - 1), '0').append(all);
        return;
    }
    const auto whole = static_cast<std::size_t>(digits.exponent) + 1;
    if (all.size() > whole) {
        out.append(all.substr(0, whole)).append(".").append(all.substr(whole));
        return;
    }
    out.append(all).append(whole - all.size(), '0');
    if (fraction == Fraction::always) out.append(".0");
}

void append_scientific(std::string& out, const Digits& digits) {
    const std::string_view all = digits.all();
    out.append(all.substr(0, 1)).append(".");
    out.append(all.size() > 1 ? all.substr(1) : std::string_view{"0"});
    out.append("E").append(std::to_string(digits.exponent));
}

/// The sign, or the whole text of what is no number; false if nothing is left to write.
bool append_sign_or_special(std::string& out, double value) {
    if (std::isnan(value)) {
        out.append("NaN");
        return false;
    }
    if (std::signbit(value)) out.append("-");
    if (std::isinf(value)) out.append("Infinity");
    return std::isfinite(value);
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
    const bool negative = !text.empty() && text.front() == '-';
    if (negative || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
    const auto parts = split_decimal(text);
    if (!parts) return std::nullopt;
    double value = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end.ec == std::errc::result_out_of_range) {
        if (!is_below_one(*parts)) return std::nullopt;
        value = 0;
    }
    return negative ? -value : value;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    if (text.size() > 1 && text.front() == '+' && is_digit(text[1])) text.remove_prefix(1);
    std::int64_t value = 0;
    const char* const text_end = text.data() + text.size();
    const auto end = std::from_chars(text.data(), text_end, value);
    if (end.ec != std::errc{} || end.ptr != text_end) return std::nullopt;
    return value;
}

void append_number(std::string& out, double value) {
    if (!append_sign_or_special(out, value)) return;
    const Digits digits = shortest_digits(std::abs(value));
    if (digits.exponent >= k_plain_from && digits.exponent < k_plain_below) {
        append_plain(out, digits, Fraction::where_needed);
    } else {
        append_scientific(out, digits);
    }
}

void append_java_double(std::string& out, double value) {
    if (!append_sign_or_special(out, value)) return;
    const Digits digits = java_digits(std::abs(value));
    const bool plain = value == 0 || (digits.exponent >= k_java_plain_from &&
                                      digits.exponent < k_java_plain_below);
    if (plain) {
        append_plain(out, digits, Fraction::always);
    } else {
        append_scientific(out, digits);
    }
}

}  // namespace rowlock
