#include "harness/load/shown_text.hpp"

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::size_t k_shown_max = 60;

bool continues_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80;
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

}  // namespace

std::string shown_text(std::string_view text) {
    std::size_t shown = std::min(text.size(), k_shown_max);
    while (shown < text.size() && shown > 0 && continues_character(text[shown])) --shown;
    std::string result = "\"";
    for (const char c : text.substr(0, shown)) result += is_control(c) ? '?' : c;
    if (shown < text.size()) result += "...";
    result += '"';
    return result;
}

}  // namespace rowlock
