#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace rowlock {

/// error: rows, batches or the job will fail; warning: they may, or it gets slow; note: good to
/// know.
enum class Severity : std::uint8_t { note, warning, error };

/// `note`, `warning`, `error`.
std::string_view name_of(Severity severity);

/// From which severity on a finding makes the command fail (`--fail-on`).
enum class FailOn : std::uint8_t { note, warning, error, never };

/// `error`, `warning`, `note` or `never`; nothing for other words.
std::optional<FailOn> parse_fail_on(std::string_view word);

constexpr bool fails(Severity severity, FailOn threshold) {
    return threshold != FailOn::never &&
           static_cast<std::uint8_t>(severity) >= static_cast<std::uint8_t>(threshold);
}

}  // namespace rowlock
