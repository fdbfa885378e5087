#include "mockorg/api/oauth_grants.hpp"

#include "mockorg/api/sessions.hpp"

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// [OAuth 2.0 web server flow: authorization codes expire after 15 minutes]
constexpr std::chrono::minutes k_code_lifetime{15};
constexpr std::size_t k_code_length = 60;
constexpr std::size_t k_refresh_token_length = 80;
/// What both begin with in a real org. [recorded]
constexpr std::string_view k_code_start = "aPrx";
constexpr std::string_view k_refresh_token_start = "5Aep861";

auto find_secret(const std::deque<OauthGrant>& grants, std::string_view secret) {
    return std::find_if(grants.begin(), grants.end(), [&](const OauthGrant& grant) {
        return grant.secret == secret;
    });
}

std::string keep(std::deque<OauthGrant>& grants, OauthGrant grant) {
    if (grants.size() == OauthGrants::k_kept_max) grants.pop_front();
    return grants.emplace_back(std::move(grant)).secret;
}

}  // namespace

OauthGrants::OauthGrants(std::uint64_t seed) : random_(Random{seed}.split("oauth grants")) {}

std::string OauthGrants::add_code(OauthGrant grant, TimePoint now) {
    Random random = random_.split(++made_);
    grant.secret = std::string{k_code_start} + opaque_text(random, k_code_length);
    grant.expires = now + k_code_lifetime;
    return keep(codes_, std::move(grant));
}

std::optional<OauthGrant> OauthGrants::take_code(std::string_view code, TimePoint now) {
    const auto found = find_secret(codes_, code);
    if (found == codes_.end()) return std::nullopt;
    OauthGrant grant = *found;
    codes_.erase(found);
    if (now >= grant.expires) return std::nullopt;
    return grant;
}

std::string OauthGrants::add_refresh_token(OauthGrant grant) {
    Random random = random_.split(++made_);
    grant.secret = std::string{k_refresh_token_start} + opaque_text(random, k_refresh_token_length);
    return keep(refresh_tokens_, std::move(grant));
}

std::optional<OauthGrant> OauthGrants::find_refresh_token(std::string_view token) const {
    const auto found = find_secret(refresh_tokens_, token);
    if (found == refresh_tokens_.end()) return std::nullopt;
    return *found;
}

void OauthGrants::note_spent(std::string_view code, std::string_view refresh_token) {
    if (spent_.size() == k_kept_max) spent_.pop_front();
    spent_.emplace_back(code, refresh_token);
}

std::string OauthGrants::refresh_token_of_spent(std::string_view code) const {
    const auto found = std::find_if(spent_.begin(), spent_.end(), [&](const auto& spent) {
        return spent.first == code;
    });
    return found == spent_.end() ? std::string{} : found->second;
}

void OauthGrants::revoke_all_of(const RecordId& user) {
    const auto is_of_user = [&](const OauthGrant& grant) { return grant.user == user; };
    std::erase_if(codes_, is_of_user);
    std::erase_if(refresh_tokens_, is_of_user);
}

bool OauthGrants::revoke_refresh_token(std::string_view token) {
    const auto found = find_secret(refresh_tokens_, token);
    if (found == refresh_tokens_.end()) return false;
    refresh_tokens_.erase(found);
    return true;
}

}  // namespace rowlock
