#include "mockorg/codec/json.hpp"

#include "mockorg/codec/json_events.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace rowlock {
namespace {

/// Builds what the library itself would, but not as slowly where an object has very many members:
/// the library searches all of them for every one that it adds.
class TreeBuilder final : public JsonEvents {
public:
    void begin_object(std::size_t /*offset*/) override { open_.emplace_back(); }

    void key(std::string name, std::size_t place, std::size_t /*offset*/) override {
        Container& object = open_.back();
        object.place = place;
        if (place == object.names.size()) object.names.push_back(std::move(name));
    }

    void end_object(std::size_t /*offset*/) override {
        Container closed = take_last();
        Json::object_t object;
        object.reserve(closed.names.size());
        for (std::size_t i = 0; i < closed.names.size(); ++i) {
            object.emplace_back(std::move(closed.names[i]), std::move(closed.values[i]));
        }
        add(std::move(object));
    }

    void begin_array(std::size_t /*offset*/) override { open_.emplace_back(); }

    void end_array(std::size_t /*offset*/) override { add(take_last().values); }

    void text(std::string text, std::size_t /*offset*/) override { add(std::move(text)); }

    void number(JsonNumber number, std::size_t /*offset*/) override {
        std::visit([this](auto value) { add(value); }, number);
    }

    void boolean(bool value, std::size_t /*offset*/) override { add(value); }

    void null(std::size_t /*offset*/) override { add(nullptr); }

    Json take() { return std::move(open_.front().values.front()); }

private:
    /// What is still open: an array, or an object with a name for each value.
    struct Container {
        std::vector<std::string> names;
        std::vector<Json> values;
        /// Of the next value.
        std::size_t place = 0;
    };

    Container take_last() {
        Container last = std::move(open_.back());
        open_.pop_back();
        return last;
    }

    void add(Json value) {
        auto& [names, values, place] = open_.back();
        if (place == values.size()) {
            values.push_back(std::move(value));
        } else {
            values[place] = std::move(value);
        }
        place = values.size();
    }

    /// The outermost one holds the whole text's value.
    std::vector<Container> open_ = std::vector<Container>(1);
};

}  // namespace

Result<Json> parse_json(std::string_view text, bool allow_comments) {
    TreeBuilder tree;
    return read_json_events(text, allow_comments, tree).map([&tree] { return tree.take(); });
}

std::string text_in(const Json& object, const char* name) {
    if (!object.is_object()) return {};
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

TextPosition position_of(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const auto lines = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t line_start = before.rfind('\n') + 1;
    const auto columns = std::count_if(
        before.begin() + static_cast<std::ptrdiff_t>(line_start),
        before.end(),
        [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }
    );
    return {lines + 1, static_cast<std::size_t>(columns) + 1};
}

}  // namespace rowlock
