#pragma once

#include "mockorg/api/api.hpp"
#include "mockorg/api/api_usage.hpp"
#include "mockorg/api/oauth_grants.hpp"
#include "mockorg/api/sessions.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace rowlock {

/// What every face of the API works on. Stays at its address as long as requests are open.
struct ApiContext {
    Org org;
    ApiOptions options;
    /// What a reset goes back to.
    std::shared_ptr<const OrgSnapshot> initial;
    std::map<std::string, std::shared_ptr<const OrgSnapshot>, std::less<>> snapshots;
    ApiUsage usage;
    Sessions sessions;
    OauthGrants grants;
    /// Answers a request that came inside another one, as if it had come alone and with the
    /// session of that one.
    std::function<void(HttpRequest, RespondFn)> perform_inside;
};

}  // namespace rowlock
