#include "harness/verify/object_conditions.hpp"

#include "harness/load/closest_word.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>

namespace rowlock {
namespace {

bool is_name_character(char c) {
    const char lower = to_lower(c);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

RecordSelection split_condition(std::string_view text) {
    // No condition begins with a word and a colon.
    const auto* end = std::find_if_not(text.begin(), text.end(), is_name_character);
    if (end == text.begin() || end == text.end() || *end != ':') return {"", std::string{text}};
    return {std::string(text.begin(), end), std::string(end + 1, text.end())};
}

Result<ObjectConditions> ObjectConditions::parse(std::span<const std::string> texts) {
    ObjectConditions conditions;
    for (const std::string& text : texts) {
        RecordSelection split = split_condition(text);
        for (const auto& known : conditions.conditions_) {
            if (!equal_ignoring_case(known.first, split.object)) continue;
            return fail(
                ErrorCode::bad_configuration,
                split.object.empty()
                    ? "two conditions for all objects; name the object: --where OBJECT:CONDITION"
                    : "two conditions for " + split.object + "; join them with AND"
            );
        }
        conditions.conditions_.emplace_back(std::move(split.object), std::move(split.where));
    }
    return conditions;
}

std::string ObjectConditions::of(std::string_view object) const {
    std::string own = only_of(object);
    return own.empty() ? of_all() : own;
}

std::string ObjectConditions::only_of(std::string_view object) const {
    for (const auto& condition : conditions_) {
        if (equal_ignoring_case(condition.first, object)) return condition.second;
    }
    return {};
}

Result<void> ObjectConditions::check_objects(const std::vector<std::string>& objects) const {
    for (const auto& condition : conditions_) {
        const std::string& named = condition.first;
        const bool is_known =
            named.empty() ||
            std::any_of(objects.begin(), objects.end(), [&](const std::string& object) {
                return equal_ignoring_case(object, named);
            });
        if (is_known) continue;
        const std::vector<std::string_view> known{objects.begin(), objects.end()};
        return fail(
            ErrorCode::bad_configuration,
            "--where \"" + named + ":...\" is about an object that is not looked at" +
                word_hint(named, known)
        );
    }
    return {};
}

Result<std::vector<std::string>> parse_object_names(std::span<const std::string> lists) {
    std::vector<std::string> names;
    for (const std::string& list : lists) {
        for (std::size_t begin = 0; begin <= list.size();) {
            const std::size_t end = std::min(list.find(',', begin), list.size());
            const std::string name = list.substr(begin, end - begin);
            if (auto valid = check_selection({name, ""}); !valid)
                return Failure{std::move(valid.error())};
            add_object_name(names, name);
            begin = end + 1;
        }
    }
    return names;
}

void add_object_name(std::vector<std::string>& names, const std::string& name) {
    const bool known = std::any_of(names.begin(), names.end(), [&](const std::string& other) {
        return equal_ignoring_case(other, name);
    });
    if (!known) names.push_back(name);
}

void add_objects_of(const Load& load, std::vector<std::string>& names) {
    for (const SourceSpec& source : load.sources) add_object_name(names, source.object);
}

}  // namespace rowlock
