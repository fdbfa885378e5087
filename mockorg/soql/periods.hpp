#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace rowlock::soql {

/// Days from `first` up to, not including, `end`, counted from 1970-01-01.
struct Period {
    std::int64_t first = 0;
    std::int64_t end = 0;
};

/// Largest N of a date literal.
inline constexpr std::int64_t k_most_periods = 100'000;

/// Whether the word is a date literal (TODAY, LAST_N_DAYS), in any letter case, and whether it asks
/// for an N behind it. Nothing for other words.
std::optional<bool> period_takes_count(std::string_view name);

/// The days a date literal means on day `today`, in UTC. Weeks begin on Sunday, as in an org of
/// locale en_US; fiscal years are calendar years. LAST_N_DAYS:n are today and n days before it; the
/// N forms of longer periods leave out the current one. [SOQL reference, date literals] Nothing for
/// unknown names and counts out of [0, k_most_periods].
std::optional<Period> period_of(std::string_view name, std::int64_t count, std::int64_t today);

}  // namespace rowlock::soql
