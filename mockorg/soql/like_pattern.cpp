#include "mockorg/soql/like_pattern.hpp"

#include "mockorg/base/folded_text.hpp"

#include <cstddef>
#include <string>

namespace rowlock::soql {

LikePattern::LikePattern(std::string_view written) : is_ascii_(is_ascii(written)), segments_(1) {
    const std::string pattern = fold_case(written);
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool escaped = pattern[i] == '\\' && i + 1 < pattern.size();
        if (escaped) ++i;
        const char c = pattern[i];
        if (escaped || (c != '%' && c != '_')) {
            segments_.back().push_byte(c);
        } else if (c == '_') {
            segments_.back().push_any_character();
        } else if (segments_.size() == 1 || !segments_.back().empty()) {
            segments_.emplace_back();
        }
    }
    is_one_word_ = segments_.size() == 3 && segments_[0].empty() && segments_[1].is_word() &&
                   segments_[2].empty();
}

bool LikePattern::matches(std::string_view text) const {
    // A pattern of ASCII meets letters beyond it only in wildcards.
    if (is_ascii_) return matches_folded(text);
    return !is_ascii(text) && matches_folded(fold_case(text));
}

bool LikePattern::matches_folded(std::string_view text) const {
    if (is_one_word_) return segments_[1].is_within(text);
    constexpr std::size_t k_nowhere = std::string_view::npos;
    const LikeSegment& first = segments_.front();
    std::size_t at = first.empty() ? 0 : first.match(text, 0);
    if (at == k_nowhere || segments_.size() == 1) return at == text.size();
    // The earliest places leave the most to what follows.
    for (std::size_t i = 1; i + 1 < segments_.size(); ++i) {
        at = segments_[i].find(text, at);
        if (at == k_nowhere) return false;
    }
    return segments_.back().empty() || segments_.back().find_at_end(text, at);
}

}  // namespace rowlock::soql
