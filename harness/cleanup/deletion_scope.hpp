#pragma once

#include "harness/cleanup/deletion_target.hpp"
#include "harness/load/load.hpp"
#include "harness/query/record_query.hpp"
#include "mockorg/base/result.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// Which records are to be deleted: those of one target for each object.
struct DeletionScope {
    std::vector<DeletionTarget> targets;
    /// What of a load nothing finds, in words: it stays in the org.
    std::vector<std::string> left_alone;
    /// No condition finds the records of the load's own rows: the rows themselves must.
    bool needs_rows = false;
    /// Some of the records may have been there before what loaded them: an upsert's, known by rows.
    bool may_be_older = false;

    /// Adds a condition; for an object (its name in any letter case) that has one, either of them
    /// will do.
    void add(RecordSelection selection);

    const DeletionTarget* find(const std::string& object) const;
};

/// As many conditions as objects, or a single one for all. bad_configuration for anything else, for
/// a condition that is empty and for an object that is no name.
Result<DeletionScope> scope_of_conditions(
    const std::vector<std::string>& objects, const std::vector<std::string>& conditions
);

/// The objects and tags of a load: those of the strategy and of the setup before it, but for the
/// objects of `given`, which are found as it says. A setup without a tag is left alone: it may be
/// about records that were there before. bad_configuration if the load itself changes such.
Result<DeletionScope> scope_of_load(
    const Load& load, const Strategy& strategy, const DeletionScope& given
);

}  // namespace rowlock
