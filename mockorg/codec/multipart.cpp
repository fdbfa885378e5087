#include "mockorg/codec/multipart.hpp"

#include "mockorg/base/blanks.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/line_end.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

namespace rowlock {
namespace {

Failure malformed(std::string_view what) {
    return fail(ErrorCode::client_input_error, fmt::format("The multipart body {}", what));
}

/// A value of the form `type; name=value; name="value"`.
class ParameterizedValue {
public:
    explicit ParameterizedValue(std::string_view text)
        : type_(trimmed(text.substr(0, text.find(';')))),
          parameters_(text.substr(std::min(text.find(';'), text.size()))) {}

    std::string_view type() const { return type_; }

    /// The first parameter of that name (any letter case), unquoted.
    std::optional<std::string> parameter(std::string_view name) const {
        std::string_view rest = parameters_;
        while (!rest.empty()) {
            rest.remove_prefix(1);
            const std::size_t name_end = std::min(rest.find_first_of("=;"), rest.size());
            const std::string_view found_name = trimmed(rest.substr(0, name_end));
            rest.remove_prefix(name_end);
            if (rest.empty() || rest.front() == ';') continue;
            rest.remove_prefix(1);
            std::string value = take_value(rest);
            if (equal_ignoring_case(found_name, name)) return value;
        }
        return std::nullopt;
    }

private:
    /// Takes a value off the front; leaves `rest` empty or at the next semicolon.
    static std::string take_value(std::string_view& rest) {
        rest.remove_prefix(std::min(rest.find_first_not_of(k_line_blanks), rest.size()));
        std::string value;
        if (rest.empty() || rest.front() != '"') {
            value = trimmed(rest.substr(0, rest.find(';')));
        } else {
            value = take_quoted(rest);
        }
        rest.remove_prefix(std::min(rest.find(';'), rest.size()));
        return value;
    }

    static std::string take_quoted(std::string_view& rest) {
        std::string value;
        std::size_t i = 1;
        for (; i < rest.size() && rest[i] != '"'; ++i) {
            const bool escape = rest[i] == '\\' && i + 1 < rest.size();
            value.push_back(rest[escape ? ++i : i]);
        }
        rest.remove_prefix(std::min(i + 1, rest.size()));
        return value;
    }

    std::string_view type_;
    /// Begins with a semicolon unless empty.
    std::string_view parameters_;
};

/// A line and where it lies in the text.
struct Line {
    std::size_t start;
    /// Without the line end.
    std::string_view text;
};

/// Walks over lines that end in LF or CRLF.
class LineReader {
public:
    explicit LineReader(std::string_view text) : text_(text) {}

    std::optional<Line> next() {
        if (position_ >= text_.size()) return std::nullopt;
        const std::size_t start = position_;
        const std::size_t end = std::min(text_.find('\n', start), text_.size());
        position_ = std::min(end + 1, text_.size());
        return Line{start, without_line_end(text_.substr(start, position_ - start))};
    }

    /// Where the next line starts.
    std::size_t position() const { return position_; }

private:
    std::string_view text_;
    std::size_t position_ = 0;
};

enum class Border { none, part, last };

/// Splits a body at the lines that carry the boundary.
class MultipartParser {
public:
    MultipartParser(std::string_view body, std::string boundary)
        : body_(body), lines_(body), dashed_boundary_("--" + boundary) {}

    Result<std::vector<MultipartPart>> parse() {
        Border border = skip_to_border();
        while (border == Border::part) {
            const auto next_border = read_part();
            if (!next_border) return tl::unexpected{next_border.error()};
            border = *next_border;
        }
        if (border == Border::none) {
            return malformed(
                parts_.empty() ? "holds no line with its boundary"
                               : "ends without its closing boundary"
            );
        }
        if (parts_.empty()) return malformed("holds no part");
        return std::move(parts_);
    }

private:
    Border border_of(std::string_view line) const {
        if (!line.starts_with(dashed_boundary_)) return Border::none;
        line.remove_prefix(dashed_boundary_.size());
        const bool closing = line.starts_with("--");
        if (closing) line.remove_prefix(2);
        if (!trimmed(line).empty()) return Border::none;
        return closing ? Border::last : Border::part;
    }

    Border skip_to_border() {
        while (const auto line = lines_.next()) {
            const Border border = border_of(line->text);
            if (border != Border::none) return border;
        }
        return Border::none;
    }

    /// Reads one part and returns the border behind it.
    Result<Border> read_part() {
        MultipartPart part;
        const auto headers = read_headers(part);
        if (!headers) return tl::unexpected{headers.error()};
        const std::size_t start = lines_.position();
        while (const auto line = lines_.next()) {
            const Border border = border_of(line->text);
            if (border == Border::none) continue;
            // The line end before a border belongs to the border.
            part.body = without_line_end(body_.substr(start, line->start - start));
            parts_.push_back(std::move(part));
            return border;
        }
        return malformed(fmt::format("ends inside part {}, without a boundary", parts_.size() + 1));
    }

    Result<void> read_headers(MultipartPart& part) {
        const std::size_t number = parts_.size() + 1;
        std::optional<std::string> name;
        while (true) {
            const auto line = lines_.next();
            if (!line || border_of(line->text) != Border::none) {
                return malformed(
                    fmt::format("has no empty line behind the headers of part {}", number)
                );
            }
            if (line->text.empty()) break;
            const std::size_t colon = line->text.find(':');
            if (colon == std::string_view::npos) {
                return malformed(fmt::format("has a header without a colon in part {}", number));
            }
            const std::string_view field = trimmed(line->text.substr(0, colon));
            const std::string_view value = trimmed(line->text.substr(colon + 1));
            if (equal_ignoring_case(field, "Content-Type")) part.content_type = value;
            if (equal_ignoring_case(field, "Content-Disposition")) {
                name = ParameterizedValue{value}.parameter("name");
            }
        }
        if (!name) return malformed(fmt::format("does not name part {}", number));
        part.name = std::move(*name);
        return {};
    }

    std::string_view body_;
    LineReader lines_;
    std::string dashed_boundary_;
    std::vector<MultipartPart> parts_;
};

}  // namespace

Result<std::vector<MultipartPart>> parse_multipart(
    std::string_view content_type, std::string_view body
) {
    const ParameterizedValue value{content_type};
    if (!equal_ignoring_case(value.type(), "multipart/form-data")) {
        return malformed(
            fmt::format("has the content type '{}', not multipart/form-data", value.type())
        );
    }
    auto boundary = value.parameter("boundary");
    if (!boundary || boundary->empty()) return malformed("has a content type without a boundary");
    return MultipartParser{body, std::move(*boundary)}.parse();
}

}  // namespace rowlock
