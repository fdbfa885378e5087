#include "harness/replay/figures.hpp"

#include <fmt/core.h>

namespace rowlock {

std::string percent(std::uint64_t part, std::uint64_t whole) {
    const double value =
        whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
    return fmt::format("{:.2f}", value);
}

}  // namespace rowlock
