#pragma once

#include "harness/calibrate/report.hpp"
#include "mockorg/base/result.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// Writes the report's profiles as profile files: to a path that ends in `.json` the likeliest, to
/// any other one, a folder, all of them as `calibrated-1.json` and so on. Gives the paths written;
/// bad_file if that fails.
Result<std::vector<std::string>> write_profiles(
    const CalibrationReport& report, const std::string& path
);

}  // namespace rowlock
