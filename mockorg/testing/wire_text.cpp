#include "mockorg/testing/wire_text.hpp"

#include "mockorg/codec/numbers.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace rowlock {
namespace {

/// Of one `{fill N}`: enough to pass every limit of the platform on one field.
constexpr std::uint64_t k_fill_max = 16'000'000;

struct KindName {
    std::string_view name;
    WirePart::Kind kind;
};

constexpr std::array<KindName, 8> k_kinds = {{
    {"id", WirePart::Kind::id},
    {"id15", WirePart::Kind::short_id},
    {"date", WirePart::Kind::date},
    {"zdate", WirePart::Kind::z_date},
    {"number", WirePart::Kind::number},
    {"positive", WirePart::Kind::positive},
    {"word", WirePart::Kind::word},
    {"any", WirePart::Kind::any},
}};

std::optional<WirePart::Kind> kind_of(std::string_view name) {
    const auto found = std::find_if(k_kinds.begin(), k_kinds.end(), [&](const KindName& each) {
        return each.name == name;
    });
    if (found == k_kinds.end()) return std::nullopt;
    return found->kind;
}

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

bool is_name(std::string_view text) {
    const bool has_letters = std::all_of(text.begin(), text.end(), [](char c) {
        return is_lower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
    return !text.empty() && is_lower(text.front()) && has_letters;
}

std::optional<char> byte_of(std::string_view hex) {
    constexpr std::string_view k_digits = "0123456789ABCDEF";
    if (hex.size() != 2) return std::nullopt;
    const std::size_t high = k_digits.find(hex[0]);
    const std::size_t low = k_digits.find(hex[1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    return static_cast<char>(high * 16 + low);
}

/// Takes one line apart.
class LineParser {
public:
    LineParser(WireSide side, std::size_t line, std::uint64_t number)
        : side_(side), line_(line), number_(number) {}

    Result<WireText> parse(std::string_view text) {
        while (!text.empty()) {
            const std::size_t start = next_placeholder(text);
            add_literal(text.substr(0, start));
            text.remove_prefix(start);
            if (text.empty()) break;
            const std::size_t end = text.find('}');
            if (end == std::string_view::npos) return bad(text, "has no closing brace");
            const std::string_view placeholder = text.substr(0, end + 1);
            if (auto added = add(placeholder); !added) return tl::unexpected{added.error()};
            text.remove_prefix(placeholder.size());
        }
        return std::move(parts_);
    }

private:
    /// A brace is an ordinary character unless a small letter follows: so JSON stays readable.
    static std::size_t next_placeholder(std::string_view text) {
        for (std::size_t i = 0; i + 1 < text.size(); ++i) {
            if (text[i] == '{' && is_lower(text[i + 1])) return i;
        }
        return text.size();
    }

    static Failure bad(std::string_view placeholder, std::string_view what) {
        return fail(ErrorCode::bad_file, fmt::format("'{}' {}", placeholder, what));
    }

    void add_literal(std::string_view text) {
        if (text.empty()) return;
        if (parts_.empty() || parts_.back().kind != WirePart::Kind::literal) {
            parts_.push_back({WirePart::Kind::literal, "", "", 0, line_});
        }
        parts_.back().text.append(text);
    }

    Result<void> add(std::string_view placeholder) {
        const std::string_view inside = placeholder.substr(1, placeholder.size() - 2);
        const std::string_view word = inside.substr(0, inside.find(' '));
        const std::string_view argument = inside.substr(std::min(word.size() + 1, inside.size()));
        if (inside == "n") {
            add_literal(std::to_string(number_));
        } else if (inside == "cr") {
            add_literal("\r");
        } else if (word == "byte") {
            const auto byte = byte_of(argument);
            if (!byte) return bad(placeholder, "is no byte such as {byte 0D}");
            add_literal({&*byte, 1});
        } else if (word == "fill") {
            const auto count = parse_integer(argument);
            if (!count || *count < 0 || static_cast<std::uint64_t>(*count) > k_fill_max) {
                return bad(placeholder, fmt::format("is no {{fill N}} up to {}", k_fill_max));
            }
            add_literal(std::string(static_cast<std::size_t>(*count), 'x'));
        } else {
            return add_hole(placeholder, word, argument);
        }
        return {};
    }

    /// `{name}`, `{name:15}`, `{kind}`, `{kind prefix}`, `{name:kind}`, `{name:kind prefix}`.
    Result<void> add_hole(
        std::string_view placeholder, std::string_view word, std::string_view argument
    ) {
        const std::size_t colon = word.find(':');
        const bool has_colon = colon != std::string_view::npos;
        const std::string_view behind = has_colon ? word.substr(colon + 1) : word;
        const std::string_view name = has_colon ? word.substr(0, colon) : std::string_view{};
        const auto kind = kind_of(behind);
        if (has_colon && (!is_name(name) || kind_of(name))) {
            return bad(placeholder, "has no name before its colon");
        }
        if (!kind) return add_value(placeholder, has_colon ? name : word, has_colon ? behind : "");
        if (side_ == WireSide::request) return bad(placeholder, "stands in a request");
        const bool takes_prefix = *kind == WirePart::Kind::id || *kind == WirePart::Kind::short_id;
        if (!argument.empty() && !takes_prefix) return bad(placeholder, "takes no argument");
        parts_.push_back({*kind, std::string{argument}, std::string{name}, 0, line_});
        return {};
    }

    Result<void> add_value(
        std::string_view placeholder, std::string_view name, std::string_view count
    ) {
        const auto characters = parse_integer(count.empty() ? "0" : count);
        if (!is_name(name) || !characters || *characters < 0) {
            return bad(placeholder, "is no placeholder");
        }
        parts_.push_back(
            {WirePart::Kind::value,
             "",
             std::string{name},
             static_cast<std::size_t>(*characters),
             line_}
        );
        return {};
    }

    WireSide side_;
    std::size_t line_;
    std::uint64_t number_;
    WireText parts_;
};

}  // namespace

Result<WireText> parse_wire_text(
    std::string_view text, WireSide side, std::size_t line, std::uint64_t number
) {
    return LineParser{side, line, number}.parse(text);
}

Result<std::string> fill_in(const WireText& text, const WireValues& values) {
    std::string filled;
    for (const WirePart& part : text) {
        if (part.kind == WirePart::Kind::literal) {
            filled.append(part.text);
            continue;
        }
        const auto value = values.find(part.name);
        if (value == values.end()) {
            return fail(
                ErrorCode::bad_file, fmt::format("nothing was captured as '{}'", part.name)
            );
        }
        filled.append(value->second, 0, part.count == 0 ? std::string::npos : part.count);
    }
    return filled;
}

}  // namespace rowlock
