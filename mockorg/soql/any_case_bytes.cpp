#include "mockorg/soql/any_case_bytes.hpp"

namespace rowlock::soql {
namespace {

constexpr std::size_t k_block = 16;

}  // namespace

/// Whether first and last byte fit at one of the next places; compilers make this a few
/// instructions for all of them.
bool AnyCaseBytes::may_begin_in_block(const char* text) const {
    const char first = lowered_.front();
    const char first_case = case_bits_.front();
    const char last = lowered_.back();
    const char last_case = case_bits_.back();
    const char* const ends = text + size() - 1;
    unsigned char any = 0;
    for (std::size_t i = 0; i < k_block; ++i) {
        const bool begins = (text[i] | first_case) == first;
        const bool ends_there = (ends[i] | last_case) == last;
        any |= static_cast<unsigned char>(begins & ends_there);
    }
    return any != 0;
}

bool AnyCaseBytes::is_within(std::string_view text) const {
    if (text.size() < size()) return false;
    const std::size_t places = text.size() - size() + 1;
    std::size_t at = 0;
    for (; at + k_block <= places; at += k_block) {
        if (!may_begin_in_block(text.data() + at)) continue;
        for (std::size_t i = 0; i < k_block; ++i)
            if (equal(text.data() + at + i)) return true;
    }
    for (; at < places; ++at)
        if (equal(text.data() + at)) return true;
    return false;
}

}  // namespace rowlock::soql
