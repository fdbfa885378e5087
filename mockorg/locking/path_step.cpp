#include "mockorg/locking/path_step.hpp"

#include "mockorg/schema/parent_reference.hpp"

#include <algorithm>

namespace rowlock {

std::vector<std::string_view> path_steps(std::string_view path) {
    std::vector<std::string_view> steps;
    for (;;) {
        const std::size_t dot = path.find('.');
        steps.push_back(path.substr(0, dot));
        if (dot == std::string_view::npos) return steps;
        path.remove_prefix(dot + 1);
    }
}

std::string_view parent_in_step(std::string_view step) {
    return step.starts_with('^') ? step.substr(1) : std::string_view{};
}

const Field* field_of_step(const Schema& schema, const ObjectType& object, std::string_view step) {
    const std::string_view parent_name = parent_in_step(step);
    if (parent_name.empty()) return object.find_relationship(step);
    const ObjectType* parent = schema.find(parent_name);
    return parent == nullptr ? nullptr : custom_parent_reference(object, parent->number);
}

bool leads_through(
    const Schema& schema, const LockRule& rule, const ObjectType& object, FieldNo field
) {
    const auto steps = path_steps(rule.path);
    return std::any_of(steps.begin() + 1, steps.end(), [&](std::string_view step) {
        const Field* follows = field_of_step(schema, object, step);
        return follows != nullptr && follows->number == field;
    });
}

}  // namespace rowlock
