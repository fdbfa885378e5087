#include "harness/load/located_json.hpp"

#include "mockorg/codec/json_events.hpp"

#include <fmt/core.h>

#include <cmath>
#include <utility>

namespace rowlock {
namespace {

constexpr double k_exact_double_max = 9007199254740992.0;

std::optional<std::uint64_t> natural_of(const JsonNumber& number) {
    if (const auto* whole = std::get_if<std::uint64_t>(&number)) return *whole;
    if (const auto* whole = std::get_if<std::int64_t>(&number)) {
        if (*whole < 0) return std::nullopt;
        return static_cast<std::uint64_t>(*whole);
    }
    const double value = std::get<double>(number);
    if (value < 0.0 || value > k_exact_double_max || std::floor(value) != value)
        return std::nullopt;
    return static_cast<std::uint64_t>(value);
}

/// A scalar is opened and closed at once.
class TreeBuilder final : public JsonEvents {
public:
    void begin_object(std::size_t offset) override { open(Kind::object, offset); }

    void key(std::string name, std::size_t /*place*/, std::size_t offset) override {
        open_.back().members.push_back({std::move(name), offset, {}});
    }

    void end_object(std::size_t /*offset*/) override { close(); }

    void begin_array(std::size_t offset) override { open(Kind::array, offset); }

    void end_array(std::size_t /*offset*/) override { close(); }

    void text(std::string text, std::size_t offset) override {
        open(Kind::text, offset).text = std::move(text);
        close();
    }

    void number(JsonNumber number, std::size_t offset) override {
        LocatedJson& value = open(Kind::number, offset);
        value.number = std::visit([](auto any) { return static_cast<double>(any); }, number);
        value.natural = natural_of(number);
        close();
    }

    void boolean(bool value, std::size_t offset) override {
        open(Kind::boolean, offset).boolean = value;
        close();
    }

    void null(std::size_t offset) override {
        open(Kind::null, offset);
        close();
    }

    LocatedJson take() { return std::move(open_.front().items.front()); }

private:
    using Kind = LocatedJson::Kind;

    LocatedJson& open(Kind kind, std::size_t offset) {
        LocatedJson& value = open_.emplace_back();
        value.kind = kind;
        value.offset = offset;
        return value;
    }

    /// Moves the innermost open value into the one around it.
    void close() {
        LocatedJson value = std::move(open_.back());
        open_.pop_back();
        LocatedJson& parent = open_.back();
        if (parent.kind == Kind::object) {
            parent.members.back().value = std::move(value);
        } else {
            parent.items.push_back(std::move(value));
        }
    }

    /// Innermost last. The outermost one is no part of the text and holds its value as an item.
    std::vector<LocatedJson> open_ = std::vector<LocatedJson>(1);
};

/// The reader puts the place at the end of its message, a report on a file wants it in front.
std::string place_first(std::string_view message, std::string_view file_name) {
    constexpr std::string_view k_line = " at line ";
    constexpr std::string_view k_column = ", column ";
    const auto line = message.rfind(k_line);
    const auto column = message.rfind(k_column);
    if (line == std::string_view::npos || column == std::string_view::npos || column < line) {
        return fmt::format("{}:1:1: {}", file_name, message);
    }
    const auto line_start = line + k_line.size();
    return fmt::format(
        "{}:{}:{}: {}",
        file_name,
        message.substr(line_start, column - line_start),
        message.substr(column + k_column.size()),
        message.substr(0, line)
    );
}

}  // namespace

const LocatedJson* find_member(const LocatedJson& object, std::string_view name) {
    for (const LocatedMember& member : object.members) {
        if (member.name == name) return &member.value;
    }
    return nullptr;
}

Result<LocatedJson> read_located_json(std::string_view text, std::string_view file_name) {
    TreeBuilder tree;
    if (const auto read = read_json_events(text, /*allow_comments=*/true, tree); !read) {
        return fail(ErrorCode::bad_file, place_first(read.error().message, file_name));
    }
    return tree.take();
}

}  // namespace rowlock
