#include "mockorg/server/hosted_orgs.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace rowlock {
namespace {

/// Far more than anybody tests with; each has its own tables and port.
constexpr std::size_t k_orgs_max = 1000;

bool is_ipv6(const std::string& address) {
    return address.find(':') != std::string::npos;
}

/// The first org has the one that orgs have anyway, and no two orgs of a server the same.
std::array<char, 3> instance_of(std::uint64_t number) {
    constexpr std::string_view k_digits =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    std::array<char, 3> instance = OrgConfig{}.instance;
    for (auto place = instance.rbegin(); place != instance.rend() && number > 0; ++place) {
        number += k_digits.find(*place);
        *place = k_digits[number % k_digits.size()];
        number /= k_digits.size();
    }
    return instance;
}

}  // namespace

HostedOrgs::HostedOrgs(const ServerOptions& options, Advise advise)
    : address_(is_ipv6(options.address) ? '[' + options.address + ']' : options.address),
      scheme_(options.tls ? "https" : "http"),
      advise_(std::move(advise)) {}

std::string HostedOrgs::url_of(std::uint16_t port) const {
    return fmt::format("{}://{}:{}", scheme_, address_, port);
}

Result<std::unique_ptr<HostedOrgs>> HostedOrgs::start(
    const ServerOptions& options,
    OrgSettings first,
    Advise advise,
    const std::function<Result<void>(Org&)>& prepare
) {
    std::unique_ptr<HostedOrgs> orgs{new HostedOrgs{options, std::move(advise)}};
    Entry entry;
    auto api = orgs->make(first, entry);
    if (!api) return Failure{std::move(api.error())};
    if (prepare) {
        if (auto prepared = prepare(api->org()); !prepared) return Failure{prepared.error()};
    }
    auto server = Server::start(options, *std::move(api));
    if (!server) return Failure{std::move(server.error())};
    orgs->server_.emplace(*std::move(server));
    entry.port = orgs->server_->port();
    entry.org.url = orgs->url_of(entry.port);
    orgs->orgs_.push_back(std::move(entry));
    orgs->first_ = std::move(first);
    orgs->made_ = 1;
    return orgs;
}

Result<Api> HostedOrgs::make(OrgSettings settings, Entry& entry) {
    settings.config.instance = instance_of(made_);
    auto org = Org::create(settings.config);
    if (!org) return Failure{std::move(org.error())};
    entry.org.name = settings.name;
    entry.org.token = token_of(settings, *org);
    entry.org.organization_id = org->organization_id().text();
    entry.org.seed = settings.config.seed;
    ApiOptions options{entry.org.token, settings.clock};
    options.login = settings.login;
    if (made_ == 0) options.orgs = this;
    options.advise = [advise = advise_, name = settings.name](std::string_view advice) {
        advise(name, advice);
    };
    return Api{*std::move(org), std::move(options)};
}

std::vector<NamedOrg> HostedOrgs::list() const {
    const std::lock_guard lock{mutex_};
    std::vector<NamedOrg> all;
    for (const Entry& entry : orgs_) all.push_back(entry.org);
    return all;
}

Result<NamedOrg> HostedOrgs::add(const Json& settings) {
    std::uint64_t number = 0;
    {
        const std::lock_guard lock{mutex_};
        number = made_;
    }
    auto read = read_org_settings(settings, first_, number);
    if (!read) return Failure{std::move(read.error())};
    return add(*std::move(read));
}

Result<NamedOrg> HostedOrgs::add(OrgSettings settings) {
    const std::lock_guard lock{mutex_};
    const bool taken = std::any_of(orgs_.begin(), orgs_.end(), [&](const Entry& entry) {
        return entry.org.name == settings.name;
    });
    if (taken) {
        return fail(
            ErrorCode::duplicate_value, fmt::format("There is an org '{}' already", settings.name)
        );
    }
    if (orgs_.size() >= k_orgs_max) {
        return fail(ErrorCode::exceeded_quota, "There are 1000 orgs already; end one");
    }
    Entry entry;
    auto api = make(settings, entry);
    if (!api) return Failure{std::move(api.error())};
    const auto port = server_->add(settings.port, *std::move(api));
    if (!port) return Failure{port.error()};
    entry.port = *port;
    entry.org.url = url_of(*port);
    orgs_.push_back(entry);
    ++made_;
    return entry.org;
}

Result<void> HostedOrgs::remove(std::string_view name) {
    std::uint16_t port = 0;
    {
        const std::lock_guard lock{mutex_};
        const auto found = std::find_if(orgs_.begin(), orgs_.end(), [&](const Entry& entry) {
            return entry.org.name == name;
        });
        if (found == orgs_.end()) {
            return fail(ErrorCode::not_found, fmt::format("There is no org '{}'", name));
        }
        if (found == orgs_.begin()) {
            return fail(
                ErrorCode::client_input_error, "The first org ends with the server, not before"
            );
        }
        port = found->port;
        orgs_.erase(found);
    }
    server_->remove(port);
    return {};
}

}  // namespace rowlock
