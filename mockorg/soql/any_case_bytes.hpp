#pragma once

#include "mockorg/base/word_at.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rowlock::soql {

/// Bytes to compare with, ASCII letters in either case, eight at a time and without a branch for
/// each. Bytes beyond ASCII are themselves.
class AnyCaseBytes {
public:
    AnyCaseBytes() = default;

    explicit AnyCaseBytes(std::string_view lowered) {
        for (const char c : lowered) push_back(c);
    }

    void push_back(char lowered) {
        lowered_.push_back(lowered);
        case_bits_.push_back(lowered >= 'a' && lowered <= 'z' ? '\x20' : '\0');
    }

    std::size_t size() const { return lowered_.size(); }

    /// There must be one.
    char front() const { return lowered_.front(); }

    /// `text`: size() bytes. From their end: what begins alike often ends in different numbers.
    bool equal(const char* text) const {
        std::size_t left = size();
        for (; left >= k_word; left -= k_word) {
            const std::size_t at = left - k_word;
            const std::uint64_t word = word_at(text + at) | word_at(case_bits_.data() + at);
            if (word != word_at(lowered_.data() + at)) return false;
        }
        while (left-- > 0)
            if ((text[left] | case_bits_[left]) != lowered_[left]) return false;
        return true;
    }

    /// Where in `text` they stand first, npos if nowhere; there must be some.
    std::size_t find(std::string_view text) const;

private:
    static constexpr std::size_t k_word = sizeof(std::uint64_t);

    template <class Places>
    std::size_t find_among(const char* text, std::size_t places) const;
    std::size_t find_among_wide(const char* text, std::size_t places) const;

    std::string lowered_;
    /// What a capital lacks of its small letter.
    std::string case_bits_;
};

}  // namespace rowlock::soql
