#include "mockorg/api/versions.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace rowlock {

std::string version_label(int version) {
    constexpr std::array<std::string_view, 3> k_seasons = {"Spring", "Summer", "Winter"};
    return fmt::format(
        "{} '{:02}", k_seasons.at(static_cast<std::size_t>(version % 3)), (version + 13) / 3
    );
}

}  // namespace rowlock
