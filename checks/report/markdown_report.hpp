#pragma once

#include "checks/report/check_report.hpp"

#include <string>

namespace rowlock {

/// A summary for a pull request or job page, well below the 1 MiB that code hosts take. Values from
/// files are shown as they are: they can make neither markup nor table cells.
std::string check_report_markdown(const CheckReport& report);

}  // namespace rowlock
