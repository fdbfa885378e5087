#include "mockorg/codec/http_message.hpp"

#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace rowlock {
namespace {

constexpr std::string_view k_hex_digits = "0123456789ABCDEF";

bool is_unreserved(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
}

std::optional<unsigned> hex_value(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
    return std::nullopt;
}

/// The byte a text that starts with `%` stands for; nothing if no two hex digits follow.
std::optional<char> escaped_byte(std::string_view text) {
    if (text.size() < 3) return std::nullopt;
    const auto high = hex_value(text[1]);
    const auto low = hex_value(text[2]);
    if (!high || !low) return std::nullopt;
    return static_cast<char>(static_cast<unsigned char>(*high << 4U | *low));
}

enum class Plus : bool { is_plus, is_space };

std::string percent_decode(std::string_view text, Plus plus) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto escaped = text[i] == '%' ? escaped_byte(text.substr(i)) : std::nullopt;
        if (escaped) {
            out.push_back(*escaped);
            i += 2;
        } else {
            out.push_back(text[i] == '+' && plus == Plus::is_space ? ' ' : text[i]);
        }
    }
    return out;
}

/// Calls `visit` with each non-empty piece between separators.
template <class Visit>
void for_each_piece(std::string_view text, char separator, const Visit& visit) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        if (end > 0) visit(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

template <class Pairs, class Matches>
auto find_named(const Pairs& pairs, const Matches& matches) {
    return std::find_if(pairs.begin(), pairs.end(), [&](const auto& pair) {
        return matches(pair.first);
    });
}

}  // namespace

HttpRequest request_of(std::string method, std::string target) {
    HttpRequest request;
    request.method = std::move(method);
    request.target = std::move(target);
    return request;
}

void HttpHeaders::add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
}

std::string_view HttpHeaders::get(std::string_view name) const {
    const auto found = find_named(fields_, [&](std::string_view candidate) {
        return equal_ignoring_case(candidate, name);
    });
    return found == fields_.end() ? std::string_view{} : std::string_view{found->second};
}

bool HttpHeaders::has(std::string_view name) const {
    return find_named(fields_, [&](std::string_view candidate) {
               return equal_ignoring_case(candidate, name);
           }) != fields_.end();
}

std::string_view HttpTarget::parameter(std::string_view name) const {
    const auto found =
        find_named(query, [&](std::string_view candidate) { return candidate == name; });
    return found == query.end() ? std::string_view{} : std::string_view{found->second};
}

bool HttpTarget::has_parameter(std::string_view name) const {
    return find_named(query, [&](std::string_view candidate) { return candidate == name; }) !=
           query.end();
}

HttpTarget parse_target(std::string_view target) {
    HttpTarget parsed;
    const std::size_t path_end = std::min(target.find('?'), target.size());
    for_each_piece(target.substr(0, path_end), '/', [&](std::string_view segment) {
        parsed.path.push_back(percent_decode(segment, Plus::is_plus));
    });
    if (path_end == target.size()) return parsed;
    for_each_piece(target.substr(path_end + 1), '&', [&](std::string_view parameter) {
        const std::size_t name_end = std::min(parameter.find('='), parameter.size());
        const std::size_t value_start = std::min(name_end + 1, parameter.size());
        parsed.query.emplace_back(
            percent_decode(parameter.substr(0, name_end), Plus::is_space),
            percent_decode(parameter.substr(value_start), Plus::is_space)
        );
    });
    return parsed;
}

std::string percent_encode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (is_unreserved(c)) {
            out.push_back(c);
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        const std::array<char, 3> escape = {
            '%', k_hex_digits[byte >> 4U], k_hex_digits[byte & 15U]};
        out.append(escape.data(), escape.size());
    }
    return out;
}

}  // namespace rowlock
