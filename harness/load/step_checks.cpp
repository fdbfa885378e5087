#include "harness/load/step_checks.hpp"

#include "harness/load/closest_word.hpp"
#include "harness/load/partition_ranges.hpp"
#include "harness/load/shown_text.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowlock {
namespace {

const GeneratedSpec* generated_rows(const Load& load, std::size_t source) {
    return std::get_if<GeneratedSpec>(&load.sources[source].rows);
}

bool needs_record_ids(LoadOperation operation) {
    return operation == LoadOperation::update || operation == LoadOperation::remove ||
           operation == LoadOperation::hard_remove;
}

/// Reports that a generated source lacks a column; of files nothing is known yet.
void check_column(
    const Load& load,
    std::size_t source,
    std::string_view column,
    std::string_view purpose,
    std::size_t offset,
    Mistakes& mistakes
) {
    const GeneratedSpec* generated = generated_rows(load, source);
    if (generated == nullptr) return;
    std::vector<std::string_view> names;
    for (const ColumnSpec& known : generated->columns) names.push_back(known.name);
    const bool found = std::any_of(names.begin(), names.end(), [column](std::string_view name) {
        return equal_ignoring_case(name, column);
    });
    if (found) return;
    mistakes.add(
        offset,
        fmt::format(
            "source {} has no column {} {}{}",
            shown_text(load.sources[source].name),
            shown_text(column),
            purpose,
            word_hint(column, names)
        )
    );
}

void check_operation(
    const LoadStep& step, const Load& load, const StepPlace& place, Mistakes& mistakes
) {
    const std::size_t offset = place.offset_of("externalId");
    if (step.operation == LoadOperation::upsert) {
        if (step.external_id.empty()) {
            mistakes.add(
                offset, "upsert lacks \"externalId\", expected the field that identifies records"
            );
        } else {
            check_column(load, step.source, step.external_id, "to upsert by", offset, mistakes);
        }
        return;
    }
    // An overridden operation may leave the external id of the load behind.
    const bool left_behind =
        place.overrides_have("operation") && !place.overrides_have("externalId");
    if (!step.external_id.empty() && !left_behind) {
        mistakes.add(
            offset,
            fmt::format(
                "\"externalId\" goes with upsert only, expected none for {}",
                name_of(step.operation)
            )
        );
    }
    if (needs_record_ids(step.operation)) {
        const std::string purpose =
            fmt::format("with the record ids to {}", name_of(step.operation));
        check_column(load, step.source, "Id", purpose, place.offset_of("operation"), mistakes);
    }
}

void check_rest(const LoadStep& step, const StepPlace& place, Mistakes& mistakes) {
    if (step.concurrency_mode == ConcurrencyMode::serial) {
        mistakes.add(
            place.offset_of("concurrencyMode"),
            "\"concurrencyMode\" is \"Serial\", expected none: rest has no jobs; limit it by "
            "\"inFlight\": 1"
        );
    }
    if (step.operation == LoadOperation::hard_remove) {
        mistakes.add(
            place.offset_of("operation"),
            "rest has no hardDelete, expected \"delete\" or another api"
        );
    }
}

void check_api(const LoadStep& step, const StepPlace& place, Mistakes& mistakes) {
    if (step.api == LoadApi::rest) check_rest(step, place, mistakes);
    const RowNumber most = batch_rows_max(step.api);
    if (step.batch_rows <= most) return;
    mistakes.add(
        place.offset_of("batchRows"),
        fmt::format(
            "\"batchRows\" is {}, expected at most {}: a {} batch takes no more",
            step.batch_rows,
            most,
            name_of(step.api)
        )
    );
}

/// Which member to blame for partitions that do not fit the source.
std::string_view size_member(const LoadStep& step) {
    if (step.rows) return "rows";
    return step.partition_rows ? "partitionRows" : "partitions";
}

void check_size(
    const LoadStep& step, const Load& load, const StepPlace& place, Mistakes& mistakes
) {
    const GeneratedSpec* generated = generated_rows(load, step.source);
    if (generated == nullptr) return;
    if (const auto ranges = partition_ranges(step, generated->rows); !ranges) {
        mistakes.add(place.offset_of(size_member(step)), ranges.error().message);
    }
}

/// A plan says itself which rows there are and how they are divided.
void check_plan(const LoadStep& step, const StepPlace& place, Mistakes& mistakes) {
    if (step.order.plan.text.empty()) return;
    if (!step.rows && step.partitions == 1 && !step.partition_rows) return;
    mistakes.add(
        place.offset_of("order"),
        "\"order\" is a plan, expected no \"rows\", \"partitions\" or \"partitionRows\" beside it"
    );
}

/// Reports a parent of the source's rows that is not among those set up.
void check_parents_of(
    std::size_t source,
    const Load& load,
    const std::vector<bool>& set_up,
    std::size_t offset,
    Mistakes& mistakes
) {
    const GeneratedSpec* generated = generated_rows(load, source);
    if (generated == nullptr) return;
    for (const ColumnSpec& column : generated->columns) {
        const auto* parent = std::get_if<ParentColumn>(&column.content);
        if (parent == nullptr || set_up[parent->source]) continue;
        mistakes.add(
            offset,
            fmt::format(
                "column {} of {} refers to {}, expected a step of \"setup\" before this that "
                "creates those",
                shown_text(column.name),
                shown_text(load.sources[source].name),
                shown_text(load.sources[parent->source].name)
            )
        );
        // One missing parent per step is enough to say; there may be thousands.
        return;
    }
}

}  // namespace

std::size_t StepPlace::offset_of(std::string_view member) const {
    if (overrides_have(member)) return find_member(*overrides, member)->offset;
    const LocatedJson* own = find_member(step, member);
    return own == nullptr ? step.offset : own->offset;
}

bool StepPlace::overrides_have(std::string_view member) const {
    return overrides != nullptr && find_member(*overrides, member) != nullptr;
}

void check_step(
    const LoadStep& step, const Load& load, const StepPlace& place, Mistakes& mistakes
) {
    check_operation(step, load, place, mistakes);
    check_api(step, place, mistakes);
    check_size(step, load, place, mistakes);
    check_plan(step, place, mistakes);
    if (!step.order.by_column.empty()) {
        const std::size_t offset = place.offset_of("order");
        check_column(load, step.source, step.order.by_column, "to order by", offset, mistakes);
    }
}

void check_parents(
    const Load& load,
    const std::vector<StepPlace>& setup_places,
    const std::vector<StepPlace>& strategy_places,
    Mistakes& mistakes
) {
    std::vector<bool> seen(load.sources.size());
    std::vector<bool> set_up(load.sources.size());
    for (std::size_t i = 0; i < load.setup.size(); ++i) {
        const LoadStep& step = load.setup[i];
        check_parents_of(step.source, load, set_up, setup_places[i].step.offset, mistakes);
        if (seen[step.source]) {
            mistakes.add(
                setup_places[i].offset_of("source"),
                fmt::format(
                    "{} is set up twice, expected each source once",
                    shown_text(load.sources[step.source].name)
                )
            );
        }
        seen[step.source] = true;
        const bool removes =
            step.operation == LoadOperation::remove || step.operation == LoadOperation::hard_remove;
        set_up[step.source] = !removes;
    }
    for (std::size_t i = 0; i < load.strategies.size(); ++i) {
        const std::size_t source = load.strategies[i].load.source;
        check_parents_of(source, load, set_up, strategy_places[i].offset_of("source"), mistakes);
    }
}

}  // namespace rowlock
