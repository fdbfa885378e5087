#include "harness/replay/tag_condition.hpp"

#include <variant>

namespace rowlock {
namespace {

/// Longer texts are no tags, and long text fields cannot be filtered.
constexpr std::size_t k_tag_length_max = 40;

struct FixedText {
    std::string text;
    /// Nothing follows: every row has just this text.
    bool whole = true;
};

/// What all texts of a pattern begin with (see TextColumn).
FixedText fixed_beginning(std::string_view pattern) {
    FixedText fixed;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        const bool doubled = i + 1 < pattern.size() && pattern[i + 1] == c;
        if (c == '{' && !doubled) {
            fixed.whole = false;
            return fixed;
        }
        if ((c == '{' || c == '}') && doubled) ++i;
        fixed.text += c;
    }
    return fixed;
}

std::string escaped(std::string_view text, std::string_view specials) {
    std::string out;
    for (const char c : text) {
        if (specials.find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

void add(std::string& condition, const std::string& part) {
    if (!condition.empty()) condition += " AND ";
    condition += part;
}

/// As a SOQL literal.
std::string quoted(std::string_view text) {
    return "'" + escaped(text, "'\\") + "'";
}

}  // namespace

std::string tag_condition(const Load& load, const LoadStep& step) {
    const auto* generated = std::get_if<GeneratedSpec>(&load.sources[step.source].rows);
    if (generated == nullptr) return {};
    std::string condition;
    for (const ColumnSpec& column : generated->columns) {
        const auto* text = std::get_if<TextColumn>(&column.content);
        if (text == nullptr) continue;
        const FixedText fixed = fixed_beginning(text->pattern);
        if (fixed.text.empty()) continue;
        if (fixed.whole && fixed.text.size() <= k_tag_length_max) {
            add(condition, column.name + " = " + quoted(fixed.text));
        } else if (!fixed.whole && column.name == step.external_id) {
            add(condition, column.name + " LIKE '" + escaped(fixed.text, "'\\%_") + "%'");
        }
    }
    return condition;
}

}  // namespace rowlock
