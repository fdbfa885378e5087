#include "mockorg/base/ascii.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/testing/wire_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

constexpr std::size_t k_shown_max = 200;

bool is_word_character(char c) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return is_letter || is_digit(c) || std::string_view{"+/=_.!%-"}.find(c) != std::string::npos;
}

template <class Fits>
std::size_t run_length(std::string_view text, Fits fits) {
    return static_cast<std::size_t>(
        std::find_if_not(text.begin(), text.end(), fits) - text.begin()
    );
}

/// Whether the text begins as the form says, where `d` is a digit. Returns its length, or 0.
std::size_t form_length(std::string_view text, std::string_view form) {
    if (text.size() < form.size()) return 0;
    for (std::size_t i = 0; i < form.size(); ++i) {
        if (form[i] == 'd' ? !is_digit(text[i]) : text[i] != form[i]) return 0;
    }
    return form.size();
}

std::size_t id_length(std::string_view text, std::size_t length, std::string_view prefix) {
    if (text.size() < length || !text.starts_with(prefix)) return 0;
    const auto id = RecordId::parse(text.substr(0, length));
    // An id in folded case is one for a request, but no org answers so.
    const bool is_exact = id && id->text().substr(0, length) == text.substr(0, length);
    return is_exact ? length : 0;
}

/// How much of the text a hole takes; 0 if it does not fit.
std::size_t hole_length(const WirePart& hole, std::string_view text) {
    switch (hole.kind) {
        case WirePart::Kind::id:
            return id_length(text, RecordId::k_length, hole.text);
        case WirePart::Kind::short_id:
            return id_length(text, RecordId::k_significant, hole.text);
        case WirePart::Kind::date:
            return form_length(text, "dddd-dd-ddTdd:dd:dd.ddd+0000");
        case WirePart::Kind::z_date:
            return form_length(text, "dddd-dd-ddTdd:dd:dd.dddZ");
        case WirePart::Kind::number:
            return run_length(text, is_digit);
        case WirePart::Kind::positive: {
            const std::size_t length = run_length(text, is_digit);
            const bool is_zero = run_length(text, [](char c) { return c == '0'; }) == length;
            return is_zero ? 0 : length;
        }
        case WirePart::Kind::word:
            return run_length(text, is_word_character);
        case WirePart::Kind::literal:
        case WirePart::Kind::value:
        case WirePart::Kind::any:
            break;
    }
    return 0;
}

std::string_view description_of(WirePart::Kind kind) {
    switch (kind) {
        case WirePart::Kind::id:
            return "an id of 18 characters";
        case WirePart::Kind::short_id:
            return "an id of 15 characters";
        case WirePart::Kind::date:
            return "a date that ends in +0000";
        case WirePart::Kind::z_date:
            return "a date that ends in Z";
        case WirePart::Kind::number:
            return "a number";
        case WirePart::Kind::positive:
            return "a number above 0";
        default:
            return "a word";
    }
}

std::string shortened(std::string_view text) {
    if (text.empty()) return "the end";
    const bool is_cut = text.size() > k_shown_max;
    return fmt::format("'{}'{}", text.substr(0, k_shown_max), is_cut ? "..." : "");
}

/// Compares from left to right. On a mismatch only the last `any` is tried with one character
/// more: a shorter earlier one could not do better, because what is between them matched.
class Matcher {
public:
    Matcher(const WireText& pattern, std::string_view text, const WireValues& values)
        : pattern_(pattern), text_(text), values_(values) {}

    bool run() {
        while (true) {
            if (part_ == pattern_.size()) {
                if (at_ == text_.size()) return true;
                note(0, pattern_.empty() ? 0 : pattern_.back().line, "the end");
                if (!extend_any()) return false;
            } else if (!step() && !extend_any()) {
                return false;
            }
        }
    }

    WireValues& values() { return values_; }

    WireMismatch mismatch() const {
        return {mismatch_line_, expected_, shortened(text_.substr(mismatch_at_))};
    }

private:
    bool step() {
        const WirePart& part = pattern_[part_];
        switch (part.kind) {
            case WirePart::Kind::literal:
                return step_literal(part.text, part.line);
            case WirePart::Kind::value:
                return step_value(part);
            case WirePart::Kind::any:
                any_ = {part_, at_, at_};
                has_any_ = true;
                set_any();
                return true;
            default:
                return step_hole(part);
        }
    }

    bool step_literal(std::string_view expected, std::size_t line) {
        const std::string_view left = text_.substr(at_);
        const auto ends = std::mismatch(expected.begin(), expected.end(), left.begin(), left.end());
        const auto equal = static_cast<std::size_t>(ends.first - expected.begin());
        if (equal < expected.size()) {
            note(equal, line, shortened(expected.substr(equal)));
            return false;
        }
        at_ += equal;
        ++part_;
        return true;
    }

    bool step_value(const WirePart& part) {
        const auto filled = fill_in({part}, values_);
        if (filled) return step_literal(*filled, part.line);
        note(0, part.line, filled.error().message);
        return false;
    }

    bool step_hole(const WirePart& part) {
        const std::size_t length = hole_length(part, text_.substr(at_));
        if (length == 0) {
            const std::string_view what = description_of(part.kind);
            const bool has_prefix = !part.text.empty();
            note(
                0,
                part.line,
                has_prefix ? fmt::format("{} that begins with {}", what, part.text)
                           : std::string{what}
            );
            return false;
        }
        if (!part.name.empty()) values_[part.name] = text_.substr(at_, length);
        at_ += length;
        ++part_;
        return true;
    }

    /// Gives the last `any` one character more and goes on behind it.
    bool extend_any() {
        if (!has_any_ || any_.end == text_.size()) return false;
        // One at the end of the pattern takes all that is left.
        const bool is_last = any_.part + 1 == pattern_.size();
        any_.end = is_last ? text_.size() : any_.end + 1;
        set_any();
        return true;
    }

    void set_any() {
        const WirePart& part = pattern_[any_.part];
        if (!part.name.empty())
            values_[part.name] = text_.substr(any_.begin, any_.end - any_.begin);
        at_ = any_.end;
        part_ = any_.part + 1;
    }

    /// Keeps the mismatch before which most of the pattern fitted: that is what went wrong.
    /// `fitting` characters of the current part did.
    void note(std::size_t fitting, std::size_t line, std::string expected) {
        const auto progress = std::make_pair(part_, fitting);
        if (!expected_.empty() && progress <= progress_) return;
        progress_ = progress;
        mismatch_at_ = at_ + fitting;
        mismatch_line_ = line;
        expected_ = std::move(expected);
    }

    struct Any {
        std::size_t part = 0;
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    const WireText& pattern_;
    std::string_view text_;
    WireValues values_;
    std::size_t part_ = 0;
    std::size_t at_ = 0;
    bool has_any_ = false;
    Any any_;
    std::pair<std::size_t, std::size_t> progress_;
    std::size_t mismatch_at_ = 0;
    std::size_t mismatch_line_ = 0;
    std::string expected_;
};

}  // namespace

std::optional<WireMismatch> match_wire_text(
    const WireText& pattern, std::string_view text, WireValues& values
) {
    Matcher matcher{pattern, text, values};
    if (!matcher.run()) return matcher.mismatch();
    values = std::move(matcher.values());
    return std::nullopt;
}

}  // namespace rowlock
