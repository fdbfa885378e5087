#include "harness/batcher/canonical_key.hpp"

#include "mockorg/base/blanks.hpp"

#include <algorithm>
#include <cctype>

namespace rowlock::batcher {
namespace {

constexpr std::size_t k_short = 15;
constexpr std::size_t k_long = 18;
constexpr std::string_view k_suffix_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

bool is_upper(char c) {
    return std::isupper(static_cast<unsigned char>(c)) != 0;
}

std::string folded(std::string_view text, int (*fold)(int)) {
    std::string out;
    for (const char c : text) out += static_cast<char>(fold(static_cast<unsigned char>(c)));
    return out;
}

/// The three characters that belong to these 15.
std::string suffix_of(std::string_view id) {
    std::string suffix;
    for (std::size_t group = 0; group < 3; ++group) {
        std::size_t number = 0;
        for (std::size_t bit = 0; bit < 5; ++bit) {
            if (is_upper(id[group * 5 + bit])) number += std::size_t{1} << bit;
        }
        suffix += k_suffix_digits[number];
    }
    return suffix;
}

/// The 15 characters of an 18-character id that was folded to one case: each letter is tried in the
/// case that the suffix says. Empty if the suffix does not fit.
std::string unfolded(std::string_view id) {
    const std::string suffix = folded(id.substr(k_short), std::toupper);
    std::string text = folded(id.substr(0, k_short), std::tolower);
    for (std::size_t i = 0; i < k_short; ++i) {
        const std::size_t number = k_suffix_digits.find(suffix[i / 5]);
        if (number == std::string_view::npos) return {};
        if (((number >> (i % 5)) & 1U) != 0) {
            text[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[i])));
        }
    }
    return suffix_of(text) == suffix ? text : std::string{};
}

}  // namespace

std::optional<std::string> canonical_key(std::string_view cell) {
    const std::string_view text = trimmed(cell, k_text_blanks);
    if (text.empty() || text == "#N/A") return std::nullopt;
    const bool is_id =
        text.size() == k_long &&
        std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) != 0; });
    if (!is_id) return std::string{text};
    if (suffix_of(text) == text.substr(k_short)) return std::string{text.substr(0, k_short)};
    const bool one_case = folded(text, std::tolower) == text || folded(text, std::toupper) == text;
    if (!one_case) return std::string{text};
    std::string restored = unfolded(text);
    return restored.empty() ? std::string{text} : restored;
}

std::vector<std::string> keys_of(const Instance& instance, std::size_t row) {
    std::vector<std::string> keys;
    for (std::size_t column = 0; column < instance.columns.size(); ++column) {
        if (!instance.columns[column].is_key) continue;
        auto key = canonical_key(instance.rows[row][column]);
        if (key) keys.push_back(std::move(*key));
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

std::vector<std::vector<std::string>> keys_of(const Instance& instance) {
    std::vector<std::vector<std::string>> keys;
    for (std::size_t row = 0; row < instance.rows.size(); ++row) {
        keys.push_back(keys_of(instance, row));
    }
    return keys;
}

std::string key_text(const Instance& instance, std::string_view key) {
    std::string object = "record";
    for (std::size_t column = 0; column < instance.columns.size() && object == "record"; ++column) {
        if (!instance.columns[column].is_key) continue;
        const bool holds = std::any_of(
            instance.rows.begin(),
            instance.rows.end(),
            [&](const std::vector<std::string>& row) {
                return canonical_key(row[column]) == std::optional<std::string>{key};
            }
        );
        if (holds) object = instance.columns[column].object;
    }
    std::string shown{key};
    if (key.size() >= k_short) shown = shown.substr(0, 3) + "…" + shown.substr(12);
    return object + " " + shown;
}

}  // namespace rowlock::batcher
