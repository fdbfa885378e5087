#pragma once

#include "harness/calibrate/report.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// Whether a figure of a run is out of the reach of all profiles.
bool is_unexplained(const Calibration& calibration);

/// What stands against trusting the ranges, in sentences: no profile explains a figure, or too few
/// candidates count.
std::vector<std::string> warnings_about(
    const Calibration& calibration, const CalibrationReport& report
);

/// What further observation would narrow which range, in sentences.
std::vector<std::string> advice_for(
    const Calibration& calibration, const CalibrationReport& report
);

}  // namespace rowlock
