#include "mockorg/server/head_rules.hpp"

#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::string_view k_host_marks = "-._~!$&'()*+;=:%[]";

bool is_host_character(char c) {
    const char lower = to_lower(c);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') ||
           k_host_marks.find(c) != std::string_view::npos;
}

bool begins_with(std::string_view text, std::string_view start) {
    return equal_ignoring_case(text.substr(0, start.size()), start);
}

}  // namespace

bool has_bare_line_end(std::string_view lines, std::size_t at) {
    for (at = lines.find('\n', at); at != std::string_view::npos; at = lines.find('\n', at + 1)) {
        if (at == 0 || lines[at - 1] != '\r') return true;
    }
    return false;
}

bool is_folded(std::string_view head) {
    return head.find("\n ") != std::string_view::npos ||
           head.find("\n\t") != std::string_view::npos;
}

bool is_host(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_host_character);
}

std::string_view origin_form(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!begins_with(target, scheme)) continue;
        const std::size_t path = target.find_first_of("/?", scheme.size());
        return path == std::string_view::npos ? "/" : target.substr(path);
    }
    return target;
}

bool is_target_too_long(std::string_view head) {
    const std::size_t blank = std::min(head.find(' '), head.size());
    const std::string_view rest = head.substr(std::min(blank + 1, head.size()));
    return std::min(rest.find_first_of(" \r\n"), rest.size()) > k_target_bytes_max;
}

}  // namespace rowlock
