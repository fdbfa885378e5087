#pragma once

#include <string>

namespace rowlock {

/// Versions below are retired and answered with 410.
inline constexpr int k_oldest_version = 31;

/// The newest one the org lists: the last that its sources document. Clients use it.
inline constexpr int k_newest_version = 67;

/// The newest one the org answers: clients ask for versions whatever is listed, and those of
/// releases to come mean the same here.
inline constexpr int k_last_answered_version = 99;

/// The name of the release a version came with: three a year, 66 = Spring '26.
std::string version_label(int version);

}  // namespace rowlock
