#include "harness/calibrate/profile_space.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/base/blanks.hpp"
#include "mockorg/codec/numbers.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace rowlock {
namespace {

constexpr const char* k_base_profile = "typical";

struct ParameterFacts {
    std::string_view name;
    std::string_view title;
    Bounds usual;
    /// What makes sense at all.
    Bounds possible;
    /// Orders of magnitude are alike, not values.
    bool logarithmic;
};

constexpr std::array<ParameterFacts, k_parameters> k_facts = {{
    {"workers", "batches in flight (k)", {1.0, 100.0}, {1.0, 1'000.0}, true},
    {"holdMeanSeconds", "mean hold of a chunk, s", {0.2, 20.0}, {0.001, 600.0}, true},
    {"holdVariation", "variation of holds", {0.0, 2.0}, {0.0, 5.0}, false},
    {"lockWaitSeconds", "lock wait, s", {10.0, 10.0}, {0.0, 3'600.0}, false},
    {"preLockSeconds", "before a chunk's locks, s", {0.05, 2.0}, {0.0, 600.0}, true},
    {"batchOverheadSeconds", "before a batch's first chunk, s", {0.1, 10.0}, {0.0, 600.0}, true},
}};

const ParameterFacts& facts_of(Parameter parameter) {
    return k_facts.at(static_cast<std::size_t>(parameter));
}

double& at(ProfileValues& values, Parameter parameter) {
    return values[static_cast<std::size_t>(parameter)];
}

double of(const ProfileValues& values, Parameter parameter) {
    return values[static_cast<std::size_t>(parameter)];
}

}  // namespace

std::string_view name_of(Parameter parameter) {
    return facts_of(parameter).name;
}

std::string_view title_of(Parameter parameter) {
    return facts_of(parameter).title;
}

std::optional<Bounds> parse_bounds(std::string_view text) {
    const std::size_t dots = text.find("..");
    const auto low = parse_number(trimmed(text.substr(0, dots)));
    const auto high =
        dots == std::string_view::npos ? low : parse_number(trimmed(text.substr(dots + 2)));
    if (!low || !high || *high < *low) return std::nullopt;
    return Bounds{*low, *high};
}

ProfileSpace::ProfileSpace() {
    for (std::size_t i = 0; i < k_parameters; ++i) {
        bounds_[i] = k_facts[i].usual;
        if (!bounds_[i].fixed()) free_.push_back(static_cast<Parameter>(i));
    }
}

Result<void> ProfileSpace::restrict(Parameter parameter, Bounds bounds) {
    const ParameterFacts& facts = facts_of(parameter);
    if (bounds.low < facts.possible.low || bounds.high > facts.possible.high) {
        return fail(
            ErrorCode::bad_configuration,
            fmt::format(
                "{} is {}..{}, expected values from {} to {}",
                facts.title,
                bounds.low,
                bounds.high,
                facts.possible.low,
                facts.possible.high
            )
        );
    }
    if (parameter == Parameter::workers &&
        (bounds.low != std::round(bounds.low) || bounds.high != std::round(bounds.high))) {
        return fail(
            ErrorCode::bad_configuration, fmt::format("{}: expected whole numbers", facts.title)
        );
    }
    bounds_[static_cast<std::size_t>(parameter)] = bounds;
    free_.clear();
    for (std::size_t i = 0; i < k_parameters; ++i) {
        if (!bounds_[i].fixed()) free_.push_back(static_cast<Parameter>(i));
    }
    return {};
}

double ProfileSpace::value_at(Parameter parameter, double coordinate) const {
    Bounds bounds = bounds_[static_cast<std::size_t>(parameter)];
    const bool is_workers = parameter == Parameter::workers;
    if (is_workers) bounds = {bounds.low - 0.5, bounds.high + 0.5};
    double value = bounds.low + coordinate * (bounds.high - bounds.low);
    if (facts_of(parameter).logarithmic && bounds.low > 0.0)
        value = bounds.low * std::pow(bounds.high / bounds.low, coordinate);
    if (!is_workers) return value;
    const Bounds& whole = bounds_[static_cast<std::size_t>(parameter)];
    return std::clamp(std::round(value), whole.low, whole.high);
}

ProfileValues ProfileSpace::values_at(std::span<const double> point) const {
    ROWLOCK_ASSERT(point.size() == free_.size());
    ProfileValues values{};
    for (std::size_t i = 0; i < k_parameters; ++i) values[i] = bounds_[i].low;
    for (std::size_t i = 0; i < free_.size(); ++i)
        at(values, free_[i]) = value_at(free_[i], point[i]);
    return values;
}

SimulationSettings settings_of(const ProfileValues& values, std::uint64_t seed) {
    SimulationSettings settings;
    settings.workers = static_cast<std::uint32_t>(of(values, Parameter::workers));
    settings.hold = {of(values, Parameter::hold_mean), of(values, Parameter::hold_variation)};
    settings.lock_wait = seconds(of(values, Parameter::lock_wait));
    settings.pre_lock = seconds(of(values, Parameter::pre_lock));
    settings.batch_overhead = seconds(of(values, Parameter::batch_overhead));
    settings.seed = seed;
    return settings;
}

Profile profile_of(const ProfileValues& values, std::string name, std::string description) {
    const SimulationSettings settings = settings_of(values, 1);
    const auto base = find_profile(k_base_profile);
    ROWLOCK_ASSERT(base.has_value());
    Profile profile = *base;
    profile.name = std::move(name);
    profile.description = std::move(description);
    profile.workers = settings.workers;
    profile.hold = {settings.hold.mean_seconds, settings.hold.variation};
    profile.lock_wait = settings.lock_wait;
    profile.pre_lock = settings.pre_lock;
    profile.batch_overhead = settings.batch_overhead;
    profile.requeue_delay = settings.requeue_delay;
    profile.requeues_max = settings.requeues_max;
    profile.lock_failures_max = settings.lock_failures_max;
    return profile;
}

}  // namespace rowlock
