#pragma once

#include "checks/findings/findings.hpp"

#include <cstdint>
#include <string_view>

namespace rowlock {

/// What can be wrong with a load before anybody looks at its rows.
struct SetupFacts {
    bool bulk2 = true;
    /// The job is asked for a concurrencyMode.
    bool concurrency_mode_given = false;
    std::uint64_t batches = 0;
    /// Full days the batches have to wait for the org's daily quota.
    std::uint64_t quota_days = 0;
    /// The plan was made under other lock rules than these.
    bool other_plan_rules = false;
    /// Rows that are in no batch of the plan.
    std::uint64_t rows_left_out = 0;
};

void find_in_setup(const SetupFacts& facts, Findings& findings);

/// How one column's parents are spread. [locking facts, sections 3 and 9]
struct SkewFacts {
    /// The column's name.
    std::string_view field;
    /// It names owners.
    bool owner = false;
    /// Parents with 6,000 to 9,999 rows, and with 10,000 or more.
    std::uint64_t parents_from_6000 = 0;
    std::uint64_t parents_from_10000 = 0;
    /// Parents with more rows than fit in a batch.
    std::uint64_t parents_beyond_batch = 0;
    /// The largest parent.
    std::string_view largest;
    std::uint64_t largest_rows = 0;
    /// Links to other parents' rows per parent (z), and whether they are too many.
    double cross_links = 0.0;
    bool cross_link_warning = false;
};

void find_in_skew(const SkewFacts& facts, Findings& findings);

}  // namespace rowlock
