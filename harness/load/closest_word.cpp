#include "harness/load/closest_word.hpp"

#include "harness/load/shown_text.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>
#include <vector>

namespace rowlock {
namespace {

/// Longer words are not slips of the finger, and comparing them takes long.
constexpr std::size_t k_word_length_max = 64;
constexpr std::size_t k_listed_max = 30;
constexpr std::size_t k_compared_max = 200;

/// How many characters must be added, dropped or changed to turn one word into the other.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = to_lower(a[i - 1]) == to_lower(b[j - 1]);
            const std::size_t changed = diagonal + (same ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[b.size()];
}

}  // namespace

std::string_view closest_word(std::string_view word, std::span<const std::string_view> known) {
    if (word.empty() || word.size() > k_word_length_max) return {};
    std::string_view best;
    std::size_t best_distance = word.size() / 3 + 1;
    for (const std::string_view candidate : known.first(std::min(known.size(), k_compared_max))) {
        if (candidate.size() > k_word_length_max) continue;
        const std::size_t distance = edit_distance(word, candidate);
        if (distance >= best_distance) continue;
        best = candidate;
        best_distance = distance;
    }
    return best;
}

std::string word_hint(std::string_view word, std::span<const std::string_view> known) {
    const std::string_view near = closest_word(word, known);
    if (!near.empty()) return "; did you mean " + shown_text(near) + "?";
    if (known.empty()) return {};
    std::string hint = known.size() == 1 ? "; expected " : "; expected one of ";
    for (std::size_t i = 0; i < std::min(known.size(), k_listed_max); ++i) {
        if (i > 0) hint += ", ";
        hint += shown_text(known[i]);
    }
    if (known.size() > k_listed_max) hint += ", ...";
    return hint;
}

}  // namespace rowlock
