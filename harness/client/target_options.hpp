#pragma once

#include <string>

namespace rowlock {

/// How commands find an org and get in: with a token, or by one of the ways of login.hpp.
struct TargetOptions {
    /// `http://host:port` or `https://host`. Empty with an org of the sf CLI.
    std::string url;
    /// An access token; it cannot be renewed.
    std::string token;
    /// Alias or user name of an org that the sf CLI is logged in to.
    std::string sf_org;
    /// Of a connected app. Alone with its secret: client credentials.
    std::string client_id;
    std::string client_secret;
    /// File with the private key of a JWT bearer login, PEM.
    std::string key_file;
    std::string username;
    /// With the security token behind it, where one is needed.
    std::string password;
    /// PEM file with the certificates to trust in place of the system's; empty: those.
    std::string ca_file;
    /// The user knows that writes go to what looks like a production org.
    bool production_known = false;
};

}  // namespace rowlock
