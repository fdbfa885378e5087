#pragma once

#include "harness/load/load.hpp"
#include "harness/load/located_json.hpp"
#include "harness/load/mistakes.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace rowlock {

/// Where a step's members stand in the file: in the overrides, if there are any and they have it,
/// else in the step's own object.
struct StepPlace {
    const LocatedJson& step;
    /// Null if there are none.
    const LocatedJson* overrides = nullptr;

    /// Of the member's value, or of the step if it is not given at all.
    std::size_t offset_of(std::string_view member) const;

    bool overrides_have(std::string_view member) const;
};

/// Reports what does not fit together in a step whose members are right one by one: operation, api,
/// columns and number of rows. Before complete_step, which settles what is not given.
void check_step(const LoadStep& step, const Load& load, const StepPlace& place, Mistakes& mistakes);

/// Reports parents that are not set up before the rows that refer to them, and sources set up
/// twice. There is a place for each step of the setup and for each strategy.
void check_parents(
    const Load& load,
    const std::vector<StepPlace>& setup_places,
    const std::vector<StepPlace>& strategy_places,
    Mistakes& mistakes
);

}  // namespace rowlock
