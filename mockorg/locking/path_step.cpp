#include "mockorg/locking/path_step.hpp"

#include "mockorg/schema/parent_reference.hpp"

#include <utility>

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
    std::vector<const ObjectType*> reached{schema.find(rule.object)};
    if (reached.front() == nullptr) return false;
    bool is_first = true;
    for (const std::string_view step : path_steps(rule.path)) {
        std::vector<const ObjectType*> next;
        for (const ObjectType* each : reached) {
            const Field* follows = field_of_step(schema, *each, step);
            if (follows == nullptr) continue;
            if (!is_first && each == &object && follows->number == field) return true;
            for (const ObjectNo target : follows->reference_to)
                next.push_back(&schema.object(target));
        }
        reached = std::move(next);
        is_first = false;
    }
    return false;
}

}  // namespace rowlock
