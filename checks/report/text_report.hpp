#pragma once

#include "checks/report/check_report.hpp"

#include <string>

namespace rowlock {

/// The report for a terminal: the verdict in the first line, then what it rests on, what was found
/// and what to do. Lines end in LF; nothing of a file's content can end a line or send escapes.
std::string check_report_text(const CheckReport& report);

}  // namespace rowlock
