#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// One of the orgs of a server, as the control API shows it.
struct NamedOrg {
    std::string name;
    std::string url;
    std::string token;
    std::string organization_id;
    std::uint64_t seed = 0;
};

/// The orgs that stand beside each other in one server. Any thread.
class OrgDirectory {
public:
    virtual ~OrgDirectory() = default;

    /// The first one first, then in order of their making.
    virtual std::vector<NamedOrg> list() const = 0;

    /// Makes an org from its settings (docs/several-orgs.md has them). client_input_error with the
    /// member that is wrong; duplicate_value for a name that is taken.
    virtual Result<NamedOrg> add(const Json& settings) = 0;

    /// Ends an org. not_found if there is none of this name; client_input_error for the first one,
    /// which ends with the server.
    virtual Result<void> remove(std::string_view name) = 0;
};

}  // namespace rowlock
