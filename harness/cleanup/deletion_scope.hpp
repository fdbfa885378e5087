#pragma once

#include "harness/load/load.hpp"
#include "harness/query/record_query.hpp"
#include "mockorg/base/result.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// Which records are to be deleted: one condition for each object.
struct DeletionScope {
    std::vector<RecordSelection> selections;
    /// What of a load no condition finds, in words: it stays in the org.
    std::vector<std::string> left_alone;

    /// Adds a condition; for an object (its name in any letter case) that has one, either of them
    /// will do.
    void add(RecordSelection selection);

    const RecordSelection* find(const std::string& object) const;
};

/// As many conditions as objects, or a single one for all. bad_configuration for anything else, for
/// a condition that is empty and for an object that is no name.
Result<DeletionScope> scope_of_conditions(
    const std::vector<std::string>& objects, const std::vector<std::string>& conditions
);

/// The object of the strategy (empty: the first one) itself, not of its setup: what a condition is
/// about that comes without an object.
Result<std::string> loaded_object(const Load& load, const std::string& strategy);

/// The objects and tags of a load: those of the strategy (empty: the first one) and of the
/// setup before it, but for the objects of `given`, which are found as it says. bad_configuration
/// if the load changes records that were there before, or has no tag and is not in `given`.
Result<DeletionScope> scope_of_load(
    const Load& load, const std::string& strategy, const DeletionScope& given
);

}  // namespace rowlock
