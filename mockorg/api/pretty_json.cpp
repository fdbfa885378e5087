#include "mockorg/api/pretty_json.hpp"

#include <cstddef>

namespace rowlock {
namespace {

/// One past the closing quote of the string that starts at `start`.
std::size_t end_of_string(std::string_view json, std::size_t start) {
    std::size_t i = start + 1;
    while (i < json.size() && json[i] != '"') i += json[i] == '\\' ? 2U : 1U;
    return i < json.size() ? i + 1 : json.size();
}

void break_line(std::string& out, std::size_t depth) {
    out.append("\n").append(depth * 2, ' ');
}

}  // namespace

std::string pretty_json(std::string_view compact) {
    std::string out;
    out.reserve(compact.size() * 2);
    std::size_t depth = 0;
    for (std::size_t i = 0; i < compact.size();) {
        const char c = compact[i];
        if (c == '"') {
            const std::size_t end = end_of_string(compact, i);
            out.append(compact.substr(i, end - i));
            i = end;
            continue;
        }
        const bool opens = c == '{' || c == '[';
        const bool empty = opens && i + 1 < compact.size() && compact[i + 1] == c + 2;
        if (empty) {
            out.append(c == '{' ? "{ }" : "[ ]");
            i += 2;
            continue;
        }
        if (c == '}' || c == ']') break_line(out, depth > 0 ? --depth : 0);
        if (c == ':') {
            out.append(" : ");
        } else {
            out.push_back(c);
        }
        if (opens) break_line(out, ++depth);
        if (c == ',') break_line(out, depth);
        ++i;
    }
    return out;
}

}  // namespace rowlock
