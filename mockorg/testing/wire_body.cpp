#include "mockorg/testing/wire_body.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// All lines as one pattern.
WireText joined(const WireBody& body) {
    WireText all;
    for (const WireBodyLine& line : body) {
        if (&line != &body.front()) {
            const std::size_t number = line.text.empty() ? 0 : line.text.front().line;
            all.push_back({WirePart::Kind::literal, "\n", "", 0, number});
        }
        all.insert(all.end(), line.text.begin(), line.text.end());
    }
    return all;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (true) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        if (end == text.size()) return lines;
        text.remove_prefix(end + 1);
    }
}

/// Compares line by line, as bodies with lines in any order are.
class LineMatcher {
public:
    LineMatcher(const WireBody& body, std::string_view text, WireValues& values)
        : body_(body), lines_(lines_of(text)), values_(values), captured_(values) {}

    std::optional<WireMismatch> run() {
        if (lines_.size() != body_.size()) {
            return WireMismatch{
                0, fmt::format("{} lines", body_.size()), fmt::format("{} lines", lines_.size())};
        }
        for (std::size_t i = 0; i < body_.size();) {
            const std::size_t end = group_end(i);
            auto mismatch = body_[i].any_order
                                ? match_group(i, end)
                                : match_wire_text(body_[i].text, lines_[i], captured_);
            if (mismatch) return mismatch;
            i = end;
        }
        values_ = std::move(captured_);
        return std::nullopt;
    }

private:
    /// One behind the last line that may change places with this one.
    std::size_t group_end(std::size_t begin) const {
        std::size_t end = begin + 1;
        if (!body_[begin].any_order) return end;
        while (end < body_.size() && body_[end].any_order) ++end;
        return end;
    }

    std::optional<WireMismatch> match_group(std::size_t begin, std::size_t end) {
        owners_.assign(end, k_nobody);
        for (std::size_t line = begin; line < end; ++line) {
            std::vector<bool> tried(end, false);
            if (place(line, begin, tried)) continue;
            const auto free = std::find(
                owners_.begin() + static_cast<std::ptrdiff_t>(begin), owners_.end(), k_nobody
            );
            const auto pattern = static_cast<std::size_t>(free - owners_.begin());
            auto mismatch = compare(pattern, line);
            mismatch->got = fmt::format("'{}', which no line in any order fits", lines_[line]);
            return mismatch;
        }
        return std::nullopt;
    }

    /// Finds a pattern for a line, and another one for the line that had it, and so on.
    bool place(std::size_t line, std::size_t begin, std::vector<bool>& tried) {
        for (std::size_t pattern = begin; pattern < owners_.size(); ++pattern) {
            if (tried[pattern] || compare(pattern, line)) continue;
            tried[pattern] = true;
            if (owners_[pattern] != k_nobody && !place(owners_[pattern], begin, tried)) continue;
            owners_[pattern] = line;
            return true;
        }
        return false;
    }

    std::optional<WireMismatch> compare(std::size_t pattern, std::size_t line) const {
        WireValues ignored = captured_;
        return match_wire_text(body_[pattern].text, lines_[line], ignored);
    }

    static constexpr std::size_t k_nobody = std::string_view::npos;

    const WireBody& body_;
    std::vector<std::string_view> lines_;
    WireValues& values_;
    WireValues captured_;
    /// By number of the pattern: the line that has it.
    std::vector<std::size_t> owners_;
};

}  // namespace

Result<std::string> fill_in(const WireBody& body, const WireValues& values) {
    return fill_in(joined(body), values);
}

std::optional<WireMismatch> match_wire_body(
    const WireBody& body,
    std::string_view text,
    WireLayout layout,
    std::size_t line,
    WireValues& values
) {
    const bool is_ordered = std::none_of(body.begin(), body.end(), [](const WireBodyLine& each) {
        return each.any_order;
    });
    std::optional<WireMismatch> mismatch;
    if (!is_ordered) {
        mismatch = LineMatcher{body, text, values}.run();
    } else {
        mismatch = match_wire_text(squeezed(joined(body), layout), squeezed(text, layout), values);
    }
    if (mismatch && mismatch->line == 0) mismatch->line = line;
    return mismatch;
}

}  // namespace rowlock
