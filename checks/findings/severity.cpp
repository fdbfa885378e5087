#include "checks/findings/severity.hpp"

#include <array>
#include <cstddef>

namespace rowlock {
namespace {

constexpr std::array<std::string_view, 4> k_names = {"note", "warning", "error", "never"};

}  // namespace

std::string_view name_of(Severity severity) {
    return k_names.at(static_cast<std::size_t>(severity));
}

std::optional<FailOn> parse_fail_on(std::string_view word) {
    for (std::size_t i = 0; i < k_names.size(); ++i) {
        if (k_names[i] == word) return static_cast<FailOn>(i);
    }
    return std::nullopt;
}

}  // namespace rowlock
