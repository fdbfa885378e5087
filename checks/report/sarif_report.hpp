#pragma once

#include "checks/report/check_report.hpp"

#include <string>

namespace rowlock {

/// The findings as SARIF 2.1.0 with the subset code hosts read: rules, levels, file and line,
/// partial fingerprints (so that reordered rows are the same result), suppressions for what the
/// baseline accepts. [peers facts, section 5]
std::string check_report_sarif(const CheckReport& report);

}  // namespace rowlock
