#pragma once

#include "mockorg/soql/like_segment.hpp"

#include <string_view>
#include <vector>

namespace rowlock::soql {

/// A LIKE pattern: `%` stands for any text, `_` for one character (of UTF-8), `\%`, `\_` and `\\`
/// for themselves. Letters match in either case. Immutable; any thread.
class LikePattern {
public:
    explicit LikePattern(std::string_view pattern);

    /// Needs no memory unless pattern and text both go beyond ASCII. Time at worst grows with the
    /// product of both lengths, never faster.
    bool matches(std::string_view text) const;

private:
    /// ASCII letters of `text` may be capitals still.
    bool matches_folded(std::string_view text) const;

    bool is_ascii_;
    /// Before the first `%`, between two, and behind the last; the only one if there is no `%`.
    /// Those between are not empty.
    std::vector<LikeSegment> segments_;
    /// `%abc%`: wherever it stands.
    bool is_one_word_;
};

}  // namespace rowlock::soql
