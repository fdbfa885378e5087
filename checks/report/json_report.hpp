#pragma once

#include "checks/report/check_report.hpp"

#include <string>

namespace rowlock {

/// The report as one JSON object on one line; docs/check-report.md says what is in it,
/// docs/check-report.schema.json the same for machines. Same report, same bytes.
std::string check_report_json(const CheckReport& report);

}  // namespace rowlock
