#pragma once

#include "mockorg/api/api.hpp"
#include "mockorg/api/api_usage.hpp"

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
};

}  // namespace rowlock
