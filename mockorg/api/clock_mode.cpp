#include "mockorg/api/api.hpp"
#include "mockorg/codec/numbers.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {
namespace {

/// Faster, the timers of the wall clock are too coarse to follow.
constexpr double k_speed_max = 1e6;
constexpr double k_speed_min = 1e-3;

constexpr double k_step_max = 1e6;
constexpr double k_step_min = 1e-3;

constexpr std::string_view k_real = "real:";
constexpr std::string_view k_poll = "poll:";

/// The number behind a prefix, if there is one within the bounds.
std::optional<double> number_behind(
    std::string_view prefix, std::string_view text, double low, double high
) {
    const auto number = parse_number(text.substr(prefix.size()));
    return number && *number >= low && *number <= high ? number : std::nullopt;
}

}  // namespace

Result<ClockMode> parse_clock_mode(std::string_view text) {
    using Kind = ClockMode::Kind;
    if (text == "virtual") return ClockMode{Kind::virtual_, 1.0};
    if (text == "manual") return ClockMode{Kind::manual, 1.0};
    if (text == "real") return ClockMode{Kind::real, 1.0};
    if (text.starts_with(k_real)) {
        if (const auto speed = number_behind(k_real, text, k_speed_min, k_speed_max))
            return ClockMode{Kind::real, *speed};
        return fail(
            ErrorCode::bad_configuration,
            "The speed of a real clock must be a number from 0.001 to 1000000, as in real:60"
        );
    }
    if (text.starts_with(k_poll)) {
        if (const auto seconds = number_behind(k_poll, text, k_step_min, k_step_max)) {
            const std::chrono::duration<double> step{*seconds};
            return ClockMode{Kind::poll, 1.0, std::chrono::round<Duration>(step)};
        }
        return fail(
            ErrorCode::bad_configuration,
            "The step of a polled clock must be seconds from 0.001 to 1000000, as in poll:2.5"
        );
    }
    return fail(
        ErrorCode::bad_configuration,
        "Unknown clock '" + std::string{text} +
            "'; there are virtual, manual, real, real:SPEED and poll:SECONDS"
    );
}

std::string text_of(ClockMode mode) {
    switch (mode.kind) {
        case ClockMode::Kind::virtual_:
            return "virtual";
        case ClockMode::Kind::manual:
            return "manual";
        case ClockMode::Kind::poll: {
            std::string text{k_poll};
            append_number(text, std::chrono::duration<double>{mode.step}.count());
            return text;
        }
        case ClockMode::Kind::real:
            break;
    }
    if (mode.speed == 1.0) return "real";
    std::string text{k_real};
    append_number(text, mode.speed);
    return text;
}

}  // namespace rowlock
