#pragma once

#include "mockorg/base/random.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace rowlock {

/// What a user allowed a client: to fetch a session with a code, once and soon, or with a refresh
/// token, as often as it likes.
struct OauthGrant {
    std::string secret;
    RecordId user;
    std::string client_id;
    /// Of codes: where it was sent, and what the client must prove to know (RFC 7636, S256).
    std::string redirect_uri;
    std::string code_challenge;
    TimePoint expires = TimePoint::max();
};

/// Codes and refresh tokens that were given out. At most k_kept_max of either: the oldest go first.
class OauthGrants {
public:
    static constexpr std::size_t k_kept_max = 10'000;

    explicit OauthGrants(std::uint64_t seed);

    /// Takes the grant in and gives its secret: a code that lives for 15 minutes.
    std::string add_code(OauthGrant grant, TimePoint now);

    /// The code's grant, which cannot be used again; nothing for an unknown or old one.
    std::optional<OauthGrant> take_code(std::string_view code, TimePoint now);

    std::string add_refresh_token(OauthGrant grant);

    /// Nothing for an unknown or revoked one.
    std::optional<OauthGrant> find_refresh_token(std::string_view token) const;

    /// What the code was good for, should it come once more.
    void note_spent(std::string_view code, std::string_view refresh_token);

    /// The refresh token that a used code gave, of the last k_kept_max; empty for any other text.
    std::string refresh_token_of_spent(std::string_view code) const;

    /// Takes back all codes and refresh tokens of a user.
    void revoke_all_of(const RecordId& user);

    /// False if there is no such token.
    bool revoke_refresh_token(std::string_view token);

private:
    Random random_;
    std::uint64_t made_ = 0;
    /// Oldest first.
    std::deque<OauthGrant> codes_;
    std::deque<OauthGrant> refresh_tokens_;
    /// Used codes with the refresh tokens they gave.
    std::deque<std::pair<std::string, std::string>> spent_;
};

}  // namespace rowlock
