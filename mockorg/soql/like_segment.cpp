#include "mockorg/soql/like_segment.hpp"

namespace rowlock::soql {
namespace {

constexpr std::size_t k_nowhere = std::string_view::npos;

bool continues_character(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

/// The place behind so many characters.
std::size_t skip_characters(std::string_view text, std::size_t at, std::size_t characters) {
    for (; characters > 0; --characters) {
        if (at >= text.size()) return k_nowhere;
        ++at;
        while (at < text.size() && continues_character(text[at])) ++at;
    }
    return at;
}

}  // namespace

void LikeSegment::push_byte(char lowered) {
    (rest_.empty() ? first_ : rest_.back()).bytes.push_back(lowered);
}

void LikeSegment::push_any_character() {
    const Run& last = rest_.empty() ? first_ : rest_.back();
    if (last.bytes.size() > 0) rest_.emplace_back();
    ++(rest_.empty() ? first_ : rest_.back()).characters;
}

bool LikeSegment::is_word() const {
    return is_plain() && first_.bytes.size() > 0 && !continues_character(first_.bytes.front());
}

std::size_t LikeSegment::Run::match(std::string_view text, std::size_t at) const {
    at = skip_characters(text, at, characters);
    if (at == k_nowhere || text.size() - at < bytes.size()) return k_nowhere;
    return bytes.equal(text.data() + at) ? at + bytes.size() : k_nowhere;
}

std::size_t LikeSegment::match_rest(std::string_view text, std::size_t at) const {
    for (const Run& run : rest_) {
        if (at == k_nowhere) break;
        at = run.match(text, at);
    }
    return at;
}

std::size_t LikeSegment::match(std::string_view text, std::size_t at) const {
    return match_rest(text, first_.match(text, at));
}

template <class Accept>
std::size_t LikeSegment::find_if(std::string_view text, std::size_t at, const Accept& accept)
    const {
    // The characters before may be any, so that the bytes are looked for from the first place on
    // that has as many before it.
    const std::size_t start = skip_characters(text, at, first_.characters);
    if (start == k_nowhere) return k_nowhere;
    for (std::size_t from = start;; ++from) {
        const std::size_t found = first_.bytes.find(text.substr(from));
        if (found == k_nowhere) return k_nowhere;
        from += found;
        if (from != start && continues_character(text[from])) continue;
        const std::size_t end = match_rest(text, from + first_.bytes.size());
        if (end != k_nowhere && accept(end)) return end;
    }
}

std::size_t LikeSegment::find(std::string_view text, std::size_t at) const {
    if (first_.bytes.size() == 0) return match(text, at);
    return find_if(text, at, [](std::size_t) { return true; });
}

bool LikeSegment::find_at_end(std::string_view text, std::size_t at) const {
    const AnyCaseBytes& bytes = first_.bytes;
    // Any text before takes what is left.
    if (bytes.size() == 0) return match(text, at) != k_nowhere;
    if (!is_plain()) {
        const auto is_end = [&](std::size_t end) { return end == text.size(); };
        return find_if(text, at, is_end) != k_nowhere;
    }
    if (text.size() - at < bytes.size()) return false;
    const std::size_t start = text.size() - bytes.size();
    const bool begins = start == at || !continues_character(text[start]);
    return begins && bytes.equal(text.data() + start);
}

}  // namespace rowlock::soql
