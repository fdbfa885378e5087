#include "checks/forecast/hold_time.hpp"

namespace rowlock {

std::vector<HoldCase> usual_hold_cases() {
    return {{"lean", {1.0, 0.7}}, {"typical", {3.5, 1.0}}, {"heavy", {7.0, 1.0}}};
}

}  // namespace rowlock
