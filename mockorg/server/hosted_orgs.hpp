#pragma once

#include "mockorg/api/org_directory.hpp"
#include "mockorg/server/org_settings.hpp"
#include "mockorg/server/server.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <string_view>

namespace rowlock {

/// The orgs of a server: the first one, and those made beside it from its settings. Must outlive
/// run() of its server. Any thread.
class HostedOrgs : public OrgDirectory {
public:
    /// Hears what ApiOptions::advise of an org hears, with the org's name.
    using Advise = std::function<void(std::string_view org, std::string_view advice)>;

    /// Starts a server for the first org. bad_configuration if it cannot listen, or the settings
    /// make no org. `prepare` may change the org before anybody sees it.
    static Result<std::unique_ptr<HostedOrgs>> start(
        const ServerOptions& options,
        OrgSettings first,
        Advise advise,
        const std::function<Result<void>(Org&)>& prepare = {}
    );

    std::vector<NamedOrg> list() const override;
    Result<NamedOrg> add(const Json& settings) override;
    Result<void> remove(std::string_view name) override;

    /// The same for settings that are read already; bad_configuration where add() blames the
    /// client.
    Result<NamedOrg> add(OrgSettings settings);

    Server& server() { return *server_; }

private:
    struct Entry {
        NamedOrg org;
        std::uint16_t port = 0;
    };

    HostedOrgs(const ServerOptions& options, Advise advise);

    /// The first one made looks after all others.
    Result<Api> make(OrgSettings settings, Entry& entry);
    std::string url_of(std::uint16_t port) const;

    const std::string address_;
    const std::string scheme_;
    const Advise advise_;
    OrgSettings first_;
    std::optional<Server> server_;
    mutable std::mutex mutex_;
    std::vector<Entry> orgs_;
    /// Made so far, the first one included.
    std::uint64_t made_ = 0;
};

}  // namespace rowlock
