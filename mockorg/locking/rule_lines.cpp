#include "mockorg/locking/rule_lines.hpp"

#include <algorithm>
#include <string>

namespace rowlock {
namespace {

/// Behind the text in quotes that begins at `begin`.
std::size_t end_of_string(std::string_view text, std::size_t begin) {
    for (std::size_t i = begin + 1; i < text.size(); ++i) {
        if (text[i] == '"') return i + 1;
        if (text[i] == '\\') ++i;
    }
    return text.size();
}

/// Behind the text or comment that begins at `begin`; `begin` itself if none does.
std::size_t end_of_inert(std::string_view text, std::size_t begin) {
    const std::string_view rest = text.substr(begin);
    if (rest.starts_with('"')) return end_of_string(text, begin);
    std::size_t end = begin;
    if (rest.starts_with("//")) end = text.find('\n', begin);
    if (rest.starts_with("/*")) {
        end = text.find("*/", begin + 2);
        if (end != std::string_view::npos) end += 2;
    }
    return std::min(end, text.size());
}

}  // namespace

std::vector<std::size_t> rule_lines(std::string_view text) {
    std::vector<std::size_t> lines;
    std::string open;
    std::size_t line = 1;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t end = end_of_inert(text, i);
        if (end != i) {
            const auto skipped = text.substr(i, end - i);
            line += static_cast<std::size_t>(std::count(skipped.begin(), skipped.end(), '\n'));
            i = end;
            continue;
        }
        const char c = text[i++];
        if (c == '\n') ++line;
        if (c == '{' || c == '[') {
            if (open == "{[") lines.push_back(line);
            open.push_back(c);
        }
        if ((c == '}' || c == ']') && !open.empty()) open.pop_back();
    }
    return lines;
}

}  // namespace rowlock
