#pragma once

#include "mockorg/engine/org.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// A User record as logins and identities show it.
struct OrgUser {
    RecordId id;
    std::string username;
    std::string name;
    std::string first_name;
    std::string last_name;
    std::string email;
    std::string nickname;
    std::string user_type;
    std::string profile_id;
    std::string language;
    std::string locale;
    std::string time_zone;
    std::string modified;
    bool active = false;
};

/// Nothing if the org has no such user (any more).
std::optional<OrgUser> find_user(Org& org, const RecordId& id);

/// Whether the user is there and may log in.
bool is_active_user(Org& org, const RecordId& id);

/// The user who logs in under this name, in any letter case.
std::optional<OrgUser> find_user_named(Org& org, std::string_view username);

/// What the user may do; everything their org allows if it is nobody.
UserRights rights_of(Org& org, const RecordId& user);

/// Whether the password is the user's, on its own or followed by a security token.
bool is_password_right(std::string_view given, std::string_view password);

}  // namespace rowlock
