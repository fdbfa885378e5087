#include "mockorg/api/http_date.hpp"

#include "mockorg/base/ascii.hpp"
#include "mockorg/codec/numbers.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace rowlock {
namespace {

constexpr std::array<std::string_view, 7> k_days = {
    "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> k_months = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// Days since 1970-01-01, as the civil calendar counts them.
using CivilDays = std::chrono::sys_days;

std::optional<int> digits(std::string_view text) {
    const bool all = std::all_of(text.begin(), text.end(), is_digit);
    const auto number = all ? parse_integer(text) : std::nullopt;
    if (!number) return std::nullopt;
    return static_cast<int>(*number);
}

}  // namespace

std::string http_date(TimePoint time) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch());
    const auto days = std::chrono::floor<std::chrono::days>(seconds);
    const CivilDays day{days};
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{seconds - days};
    return fmt::format(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        k_days.at(std::chrono::weekday{day}.c_encoding()),
        unsigned{date.day()},
        k_months.at(unsigned{date.month()} - 1),
        int{date.year()},
        clock.hours().count(),
        clock.minutes().count(),
        clock.seconds().count()
    );
}

std::optional<TimePoint> parse_http_date(std::string_view text) {
    constexpr std::size_t k_length = 29;
    if (text.size() != k_length) return std::nullopt;
    const auto day = digits(text.substr(5, 2));
    const auto month = std::find(k_months.begin(), k_months.end(), text.substr(8, 3));
    const auto year = digits(text.substr(12, 4));
    const auto hours = digits(text.substr(17, 2));
    const auto minutes = digits(text.substr(20, 2));
    const auto seconds = digits(text.substr(23, 2));
    if (!day || month == k_months.end() || !year || !hours || !minutes || !seconds) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{
        std::chrono::year{*year},
        std::chrono::month{static_cast<unsigned>(month - k_months.begin()) + 1},
        std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    const TimePoint time{
        CivilDays{date}.time_since_epoch() + std::chrono::hours{*hours} +
        std::chrono::minutes{*minutes} + std::chrono::seconds{*seconds}};
    // Whatever else is wrong (the day of the week, hour 25, a blank) shows when it is written.
    if (http_date(time) != text) return std::nullopt;
    return time;
}

}  // namespace rowlock
