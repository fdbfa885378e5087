#pragma once

#include "harness/client/target_options.hpp"
#include "mockorg/base/result.hpp"

#include <string>

namespace rowlock {

/// A way in: where the org's requests go, and with which token.
struct OrgSession {
    std::string base_url;
    std::string token;
};

/// Says what is missing for a way in, as bad_configuration.
Result<void> check_target(const TargetOptions& options);

/// Whether a session of these options can be had again when it has ended.
bool can_log_in_again(const TargetOptions& options);

/// Gets a session. A token is taken as it is. Otherwise, in this order:
///   an org of the sf CLI        `sf org display --json`
///   client id, key file, user   OAuth JWT bearer
///   client id, secret, user     OAuth password
///   client id, secret           OAuth client credentials
///   user and password           SOAP login
/// Nothing secret is in any error. Errors: bad_configuration (which option is missing, a key that
/// is none), unreachable, invalid_session_id (refused, with the org's reason), protocol_broken.
Result<OrgSession> log_in(const TargetOptions& options);

}  // namespace rowlock
