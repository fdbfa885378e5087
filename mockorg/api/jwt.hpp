#pragma once

#include "mockorg/api/oauth_form.hpp"

#include <string>
#include <string_view>

namespace rowlock {

/// What a JWT bearer assertion claims. [RFC 7523]
struct JwtClaims {
    std::string client_id;
    std::string username;
};

/// Reads an assertion. Its times are not looked at: clients take them from the wall clock, which is
/// not the org's. With a key its signature, which must be RS256, is checked. Every mistake is an
/// invalid_grant or invalid_assertion.
OauthResult<JwtClaims> read_jwt(std::string_view assertion, std::string_view key_pem);

}  // namespace rowlock
