#pragma once

#include "mockorg/base/time.hpp"
#include "mockorg/store/store.hpp"

#include <string_view>

namespace rowlock {

/// The user that every org has from the start.
inline constexpr std::string_view k_own_username = "admin@rowlock.example";

/// Gives a fresh org what every org has: a name (Organization), the standard price book, and for
/// its user a user name and a profile. Objects and fields that the schema lacks are passed over.
void add_own_records(Store& store, TimePoint now);

}  // namespace rowlock
