#include "mockorg/api/api.hpp"
#include "mockorg/codec/numbers.hpp"

#include <string>
#include <string_view>

namespace rowlock {
namespace {

/// Faster, the timers of the wall clock are too coarse to follow.
constexpr double k_speed_max = 1e6;
constexpr double k_speed_min = 1e-3;

constexpr std::string_view k_real = "real";

}  // namespace

Result<ClockMode> parse_clock_mode(std::string_view text) {
    using Kind = ClockMode::Kind;
    if (text == "virtual") return ClockMode{Kind::virtual_, 1.0};
    if (text == "manual") return ClockMode{Kind::manual, 1.0};
    if (text == k_real) return ClockMode{Kind::real, 1.0};
    const std::string_view prefix = "real:";
    if (text.substr(0, prefix.size()) == prefix) {
        const auto speed = parse_number(text.substr(prefix.size()));
        if (speed && *speed >= k_speed_min && *speed <= k_speed_max) {
            return ClockMode{Kind::real, *speed};
        }
        return fail(
            ErrorCode::bad_configuration,
            "The speed of a real clock must be a number from 0.001 to 1000000, as in real:60"
        );
    }
    return fail(
        ErrorCode::bad_configuration,
        "Unknown clock '" + std::string{text} + "'; there are virtual, manual, real and real:SPEED"
    );
}

std::string text_of(ClockMode mode) {
    switch (mode.kind) {
        case ClockMode::Kind::virtual_:
            return "virtual";
        case ClockMode::Kind::manual:
            return "manual";
        case ClockMode::Kind::real:
            break;
    }
    std::string text{k_real};
    if (mode.speed != 1.0) {
        text.push_back(':');
        append_number(text, mode.speed);
    }
    return text;
}

}  // namespace rowlock
