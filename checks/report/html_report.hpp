#pragma once

#include "checks/report/check_report.hpp"

#include <string>

namespace rowlock {

/// The report as one HTML page with its charts in it: no script, nothing loaded from anywhere. It
/// is well-formed XML behind its first line.
std::string check_report_html(const CheckReport& report);

}  // namespace rowlock
