#pragma once

#include "mockorg/soql/any_case_bytes.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace rowlock::soql {

/// What stands between two `%` of a LIKE pattern: bytes, and places for one character (of UTF-8)
/// each. Places in texts are offsets of bytes; npos is none. Immutable once built; any thread.
class LikeSegment {
public:
    void push_byte(char lowered);
    void push_any_character();

    bool empty() const { return first_.characters == 0 && first_.bytes.size() == 0; }

    /// Where the match that begins at `at` ends.
    std::size_t match(std::string_view text, std::size_t at) const;

    /// Where the earliest match ends that begins at `at` or with a character behind it.
    std::size_t find(std::string_view text, std::size_t at) const;

    /// Whether such a match ends with the text.
    bool find_at_end(std::string_view text, std::size_t at) const;

    /// Whether it is bytes alone, that stand wherever is_within() says.
    bool is_word() const;

    bool is_within(std::string_view text) const {
        return first_.bytes.find(text) != std::string_view::npos;
    }

private:
    struct Run {
        /// Any characters before the bytes.
        std::size_t characters = 0;
        AnyCaseBytes bytes;

        std::size_t match(std::string_view text, std::size_t at) const;
    };

    bool is_plain() const { return first_.characters == 0 && rest_.empty(); }

    std::size_t match_rest(std::string_view text, std::size_t at) const;

    /// The end of the earliest match that `accept`s its end.
    template <class Accept>
    std::size_t find_if(std::string_view text, std::size_t at, const Accept& accept) const;

    Run first_;
    /// Only the last run of all may have no bytes.
    std::vector<Run> rest_;
};

}  // namespace rowlock::soql
