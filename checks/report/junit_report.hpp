#pragma once

#include "checks/report/check_report.hpp"

#include <string>

namespace rowlock {

/// The report as JUnit XML: one test case per rule, which fails if a finding of it reaches the
/// threshold and no baseline accepts it. [peers facts, section 5: GitLab shows the class name only]
std::string check_report_junit(const CheckReport& report, FailOn fail_on);

}  // namespace rowlock
