#include "harness/cleanup/deletion_scope.hpp"

#include "harness/replay/tag_condition.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

bool creates(LoadOperation operation) {
    return operation == LoadOperation::insert || operation == LoadOperation::upsert;
}

bool is_blank(const std::string& text) {
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

}  // namespace

void DeletionScope::add(RecordSelection selection) {
    const auto known = std::find_if(targets.begin(), targets.end(), [&](const DeletionTarget& one) {
        return equal_ignoring_case(one.selection.object, selection.object);
    });
    if (known == targets.end()) {
        targets.push_back({std::move(selection), nullptr});
        return;
    }
    std::string& where = known->selection.where;
    if (where != selection.where) where = "(" + where + ") OR (" + selection.where + ")";
}

const DeletionTarget* DeletionScope::find(const std::string& object) const {
    for (const DeletionTarget& target : targets) {
        if (equal_ignoring_case(target.selection.object, object)) return &target;
    }
    return nullptr;
}

Result<DeletionScope> scope_of_conditions(
    const std::vector<std::string>& objects, const std::vector<std::string>& conditions
) {
    const bool shared = conditions.size() == 1;
    if (conditions.size() != objects.size() && !(shared && !objects.empty())) {
        return fail(
            ErrorCode::bad_configuration,
            fmt::format(
                "which records? {} of --object, but {} of --where; give a condition for each "
                "object, in the same order, or a single one for all",
                objects.size(),
                conditions.size()
            )
        );
    }
    DeletionScope scope;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        RecordSelection selection{objects[i], conditions[shared ? 0 : i]};
        if (auto valid = check_selection(selection); !valid) return Failure{valid.error()};
        if (is_blank(selection.where)) {
            return fail(
                ErrorCode::bad_configuration,
                "which records of " + selection.object + "? its --where is empty"
            );
        }
        scope.add(std::move(selection));
    }
    return scope;
}

Result<DeletionScope> scope_of_load(
    const Load& load, const Strategy& strategy, const DeletionScope& given
) {
    const LoadStep& main_step = strategy.load;
    if (!creates(main_step.operation)) {
        return fail(
            ErrorCode::bad_configuration,
            fmt::format(
                "{}: the load's operation is {}: its records were there before it",
                main_step.where,
                name_of(main_step.operation)
            )
        );
    }
    DeletionScope scope;
    std::vector<const LoadStep*> steps{&main_step};
    for (const LoadStep& step : load.setup) {
        if (creates(step.operation)) steps.push_back(&step);
    }
    for (const LoadStep* step : steps) {
        const SourceSpec& source = load.sources[step->source];
        if (given.find(source.object) != nullptr) continue;
        std::string tag = tag_condition(load, *step);
        if (tells_own_records(tag)) {
            scope.add({source.object, std::move(tag)});
            continue;
        }
        if (step == &main_step) {
            scope.needs_rows = true;
            continue;
        }
        scope.left_alone.push_back(fmt::format(
            "source \"{}\" ({}) has no external id that is generated with a fixed beginning of "
            "three letters or more, and what else is the same in every row, others' records may "
            "have as well",
            source.name,
            source.object
        ));
    }
    return scope;
}

}  // namespace rowlock
