#pragma once

#include "harness/calibrate/report.hpp"

#include <string>

namespace rowlock {

/// How another load would go, under the profiles of the calibration as often as they weigh, each
/// time with other chance. The same arguments give the same result, whatever the threads.
PredictionFinding predict(
    const Calibration& calibration,
    const std::string& name,
    const RunSample& sample,
    const CalibrationOptions& options
);

}  // namespace rowlock
