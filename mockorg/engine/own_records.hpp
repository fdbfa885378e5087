#pragma once

#include "mockorg/base/time.hpp"
#include "mockorg/store/store.hpp"

namespace rowlock {

/// Gives a fresh org what every org has: a name (Organization), the standard price book, and for
/// its user a user name and a profile. Objects and fields that the schema lacks are passed over.
void add_own_records(Store& store, TimePoint now);

}  // namespace rowlock
