#include "checks/forecast/failure_formula.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace rowlock {
namespace {

constexpr int k_rounds = 60;

/// Standard normal, upper tail.
double upper_tail(double z) {
    return 0.5 * std::erfc(z / std::numbers::sqrt2);
}

/// E[((h - T)+)^power] for power 1 and 2.
struct ExcessMoments {
    double first;
    double second;
};

/// Of a lognormal that does vary, 0 < T < infinity.
ExcessMoments lognormal_excess(const HoldTime& hold, double wait) {
    const double variance = std::log1p(hold.variation * hold.variation);
    const double spread = std::sqrt(variance);
    const double centre = std::log(hold.mean_seconds) - variance / 2.0;
    const double z = (std::log(wait) - centre) / spread;
    const double mean = hold.mean_seconds;
    const double square = mean * mean * (1.0 + hold.variation * hold.variation);
    const double above = upper_tail(z);
    const double mean_above = mean * upper_tail(z - spread);
    const double square_above = square * upper_tail(z - 2.0 * spread);
    return {
        std::max(0.0, mean_above - wait * above),
        std::max(0.0, square_above - 2.0 * wait * mean_above + wait * wait * above)};
}

ExcessMoments excess_of(const HoldTime& hold, double wait) {
    if (std::isinf(wait)) return {0.0, 0.0};
    const double mean = hold.mean_seconds;
    if (hold.variation <= 0.0) {
        const double over = std::max(0.0, mean - wait);
        return {over, over * over};
    }
    if (wait <= 0.0) {
        const double square = mean * mean * (1.0 + hold.variation * hold.variation);
        return {mean - wait, square - 2.0 * wait * mean + wait * wait};
    }
    return lognormal_excess(hold, wait);
}

}  // namespace

double residual_beyond(const HoldTime& hold, double wait_seconds) {
    if (hold.mean_seconds <= 0.0) return 0.0;
    return excess_of(hold, wait_seconds).first / hold.mean_seconds;
}

double mean_wait(const HoldTime& hold, double wait_seconds) {
    if (hold.mean_seconds <= 0.0 || wait_seconds <= 0.0) return 0.0;
    const double mean = hold.mean_seconds;
    const double square = mean * mean * (1.0 + hold.variation * hold.variation);
    return (square - excess_of(hold, wait_seconds).second) / (2.0 * mean);
}

double first_order_failure_rate(const ContentionModel& model) {
    const double others = std::max(0.0, model.workers - 1.0);
    const double residual = residual_beyond(model.hold, model.lock_wait_seconds);
    return -std::expm1(-others * model.shared_keys * residual);
}

SteadyState steady_state(const ContentionModel& model) {
    const double others = std::max(0.0, model.workers - 1.0);
    const HoldTime& hold = model.hold;
    double failure_rate = 0.0;
    double waiting = 0.0;
    double useful_share = 0.0;
    for (int round = 0; round < k_rounds; ++round) {
        const double useful = (1.0 - failure_rate) * hold.mean_seconds;
        const double cycle = useful + waiting + model.idle_seconds;
        if (cycle <= 0.0) return {};
        useful_share = useful / cycle;
        const double meetings = others * useful_share * model.shared_keys;
        const double in_vain = residual_beyond(hold, model.lock_wait_seconds - waiting / 2.0);
        // Half steps: the full ones may swing for ever between two values.
        failure_rate = (failure_rate - std::expm1(-meetings * in_vain)) / 2.0;
        waiting = (waiting + meetings * mean_wait(hold, model.lock_wait_seconds)) / 2.0;
    }
    return {failure_rate, model.workers * useful_share};
}

bool formula_holds(const ContentionModel& model) {
    const HoldTime& hold = model.hold;
    const double spread = 1.0 + hold.variation * hold.variation;
    return (model.workers - 1.0) * model.shared_keys < 2.0 && hold.variation >= 0.3 &&
           hold.mean_seconds * spread >= model.lock_wait_seconds;
}

}  // namespace rowlock
