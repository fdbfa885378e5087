#pragma once

#include "harness/client/login.hpp"

namespace rowlock {

/// The session of an org that the installed sf CLI is logged in to, as `sf org display --json`
/// tells it. Errors: bad_configuration (no sf, no such org), protocol_broken (it tells no token).
Result<OrgSession> read_sf_org(const std::string& alias);

}  // namespace rowlock
