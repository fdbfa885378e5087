#include "mockorg/testing/word_reader.hpp"

#include "mockorg/codec/numbers.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace rowlock {
namespace {

constexpr double k_longest_seconds = 365.0 * 86'400.0;

struct Unit {
    std::string_view name;
    double seconds;
};

/// `ms` before `s`: the longer ending is tried first.
constexpr std::array<Unit, 4> k_units = {{{"ms", 0.001}, {"s", 1.0}, {"m", 60.0}, {"h", 3600.0}}};

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

}  // namespace

std::optional<Duration> parse_scenario_duration(std::string_view text) {
    const auto unit = std::find_if(k_units.begin(), k_units.end(), [&](const Unit& each) {
        return text.ends_with(each.name);
    });
    if (unit == k_units.end()) return std::nullopt;
    text.remove_suffix(unit->name.size());
    const auto amount = parse_number(text);
    if (!amount || !(*amount >= 0.0 && *amount * unit->seconds <= k_longest_seconds))
        return std::nullopt;
    return seconds(*amount * unit->seconds);
}

void WordReader::skip_blanks() {
    while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
}

bool WordReader::at_end() {
    skip_blanks();
    return rest_.empty() || error_.has_value();
}

/// Cuts off the next word, without its quotes.
std::string WordReader::cut() {
    skip_blanks();
    std::string word;
    bool quoted = false;
    while (!rest_.empty() && (quoted || !is_blank(rest_.front()))) {
        if (quoted && rest_.starts_with("\"\"")) {
            word.push_back('"');
            rest_.remove_prefix(2);
            continue;
        }
        if (rest_.front() == '"') {
            quoted = !quoted;
        } else {
            word.push_back(rest_.front());
        }
        rest_.remove_prefix(1);
    }
    if (quoted) complain("a closing quote", "the end of the line");
    return word;
}

std::string WordReader::peek() {
    const std::string_view before = rest_;
    std::string word = cut();
    rest_ = before;
    return word;
}

bool WordReader::accept(std::string_view word) {
    if (at_end() || peek() != word) return false;
    cut();
    return true;
}

std::string WordReader::word(std::string_view what) {
    if (error_) return {};
    if (at_end()) {
        complain(what, "the end of the line");
        return {};
    }
    return cut();
}

std::string WordReader::rest(std::string_view what) {
    if (error_) return {};
    if (at_end()) complain(what, "the end of the line");
    while (!rest_.empty() && is_blank(rest_.back())) rest_.remove_suffix(1);
    return std::string{std::exchange(rest_, {})};
}

std::uint64_t WordReader::whole(std::string_view what, std::uint64_t least, std::uint64_t most) {
    const std::string text = word(what);
    const auto value = parse_integer(text);
    if (value && *value >= 0) {
        const auto number = static_cast<std::uint64_t>(*value);
        if (number >= least && number <= most) return number;
    }
    complain(fmt::format("{} from {} to {}", what, least, most), text);
    return least;
}

double WordReader::number(std::string_view what) {
    const std::string text = word(what);
    const auto value = parse_number(text);
    if (!value) complain(what, text);
    return value.value_or(0.0);
}

Duration WordReader::duration(std::string_view what) {
    const std::string text = word(what);
    const auto value = parse_scenario_duration(text);
    if (!value) complain(fmt::format("{}, a duration such as 12s, 500ms, 2m or 1h", what), text);
    return value.value_or(Duration{0});
}

double WordReader::share(std::string_view what) {
    const std::string text = word(what);
    std::optional<double> value;
    if (text.ends_with('%'))
        value = parse_number(std::string_view{text}.substr(0, text.size() - 1));
    if (value && *value >= 0.0 && *value <= 100.0) return *value / 100.0;
    complain(fmt::format("{}, a percentage such as 50%", what), text);
    return 0.0;
}

bool WordReader::on_or_off() {
    const std::string text = word("on or off");
    if (text != "on" && text != "off") complain("on or off", text);
    return text == "on";
}

void WordReader::expect_end() {
    if (!at_end()) complain("the end of the line", rest_);
}

void WordReader::complain(std::string_view expected, std::string_view found) {
    if (error_) return;
    const bool is_phrase = found.starts_with("the end of");
    const std::string quoted = is_phrase ? std::string{found} : fmt::format("'{}'", found);
    error_ = Error{
        ErrorCode::bad_file,
        fmt::format("{}:{}: expected {}, found {}", file_, line_, expected, quoted),
        {}};
}

void WordReader::complain(const Error& error) {
    if (!error_)
        error_ =
            Error{ErrorCode::bad_file, fmt::format("{}:{}: {}", file_, line_, error.message), {}};
}

void WordReader::take_over(const std::optional<Error>& error) {
    if (!error_) error_ = error;
}

}  // namespace rowlock
