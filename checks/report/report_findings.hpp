#pragma once

#include "checks/report/check_report.hpp"

namespace rowlock {

/// Turns what the parts of the report say (conflicts, windows, unresolved lookups, skew, cross
/// links, quota, set-up) into findings beside those of the data, so that thresholds, baselines and
/// CI formats see them.
void find_in_report(const CheckReport& report, Findings& findings);

}  // namespace rowlock
