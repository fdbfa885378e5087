#pragma once

#include "checks/forecast/chunk_simulation.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/engine/profile.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What of a profile a finished load may tell.
enum class Parameter : std::uint8_t {
    workers,
    hold_mean,
    hold_variation,
    lock_wait,
    pre_lock,
    batch_overhead,
};

inline constexpr std::size_t k_parameters = 6;

/// `workers`, `holdMeanSeconds`, ...
std::string_view name_of(Parameter parameter);

/// For people, with what it is measured in.
std::string_view title_of(Parameter parameter);

/// What a parameter may be: before anything is known, every value (or every order of magnitude, of
/// times and k) is as likely as another.
struct Bounds {
    double low = 0.0;
    double high = 0.0;

    bool fixed() const { return low == high; }

    bool operator==(const Bounds&) const = default;
};

/// `10` or `5..10`; nothing for anything else.
std::optional<Bounds> parse_bounds(std::string_view text);

/// The values of a candidate, by parameter.
using ProfileValues = std::array<double, k_parameters>;

/// All profiles that are considered. A free parameter is a side of a unit cube.
class ProfileSpace {
public:
    /// k 1 to 100, hold 0.2 to 20 s with a variation of 0 to 2, lock wait 10 s, 0.05 to 2 s before
    /// the locks, 0.1 to 10 s before a batch's first chunk. [locking facts, section 8.1: those of
    /// the table and somewhat more]
    ProfileSpace();

    /// bad_configuration if the parameter cannot have such values.
    Result<void> restrict(Parameter parameter, Bounds bounds);

    const Bounds& bounds(Parameter parameter) const {
        return bounds_[static_cast<std::size_t>(parameter)];
    }

    /// Free parameters, in their order: the sides of the cube.
    const std::vector<Parameter>& free() const { return free_; }

    /// Of a point of the cube, one coordinate for each free parameter.
    ProfileValues values_at(std::span<const double> point) const;

private:
    double value_at(Parameter parameter, double coordinate) const;

    std::array<Bounds, k_parameters> bounds_;
    std::vector<Parameter> free_;
};

/// How a sample goes under these values; all else as in the profile `typical`.
SimulationSettings settings_of(const ProfileValues& values, std::uint64_t seed);

/// The same as a profile for an org. REST holds are those of `typical`.
Profile profile_of(const ProfileValues& values, std::string name, std::string description);

}  // namespace rowlock
