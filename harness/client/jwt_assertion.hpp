#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// Who asks for a session by JWT bearer.
struct JwtSubject {
    std::string client_id;
    std::string username;
    std::string audience;
};

/// Whom an assertion for the org speaks to: the login host of production or of sandboxes, or the
/// org itself on this machine. [OAuth 2.0 JWT bearer flow]
std::string audience_of(std::string_view url);

/// An assertion that is good for three minutes of the wall clock; nothing if the PEM text holds no
/// RSA private key. [RFC 7523]
std::optional<std::string> make_jwt_assertion(const JwtSubject& subject, std::string_view key_pem);

}  // namespace rowlock
