#pragma once

#include "checks/input/loaded_input.hpp"
#include "checks/input/name_kinds.hpp"
#include "checks/model/batching.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// Records of one object that rows name in different ways, so that two different keys may be the
/// same record, in batches that may run at the same time. Without it a verdict counts them as two.
struct OtherNames {
    /// All records named by values of one field.
    struct Way {
        /// `Id`, `External_ID__c`.
        std::string by;
        std::uint64_t records = 0;
        /// The first of them in the order of batches, and the row that locks it.
        std::string example;
        std::string file;
        std::uint64_t line = 0;
    };

    std::string object;
    /// `Id` first, then by name. Just one if two spellings of its values may be one value.
    std::vector<Way> ways;
    /// k_value_shared and k_case_unsure, as far as they are why: then only ids settle it.
    NameKinds unsure = 0;
    /// Rows that lock any of them.
    std::uint64_t rows = 0;
};

/// What it means for a verdict and what settles it: a sentence or two.
std::string describe(const OtherNames& names);

/// One for each object that has such records, by name. `sent`: the batches in the lanes in which
/// they are sent; the feed only knows of keys, so batches of one group count as running together.
/// Quick where all names are ids, and otherwise where no two keys can be one record.
std::vector<OtherNames> find_other_names(
    const LoadedInput& input, const Batching& batching, std::span<const PlannedBatch> sent
);

}  // namespace rowlock
