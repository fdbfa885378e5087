#include "mockorg/api/users.hpp"

#include "mockorg/api/record_reading.hpp"

#include <utility>

namespace rowlock {

std::optional<OrgUser> find_user(Org& org, const RecordId& id) {
    std::optional<OrgUser> user;
    GetRecord request;
    request.object = "User";
    request.id = id.text();
    org.submit(org.now(), std::move(request), [&](const Result<RecordFields>& record) {
        if (!record) return;
        const auto text = [&](std::string_view name) { return field_text(*record, name); };
        user = OrgUser{
            id,
            text("Username"),
            text("Name"),
            text("FirstName"),
            text("LastName"),
            text("Email"),
            text("CommunityNickname"),
            text("UserType"),
            text("ProfileId"),
            text("LanguageLocaleKey"),
            text("LocaleSidKey"),
            text("TimeZoneSidKey"),
            text("LastModifiedDate"),
            text("IsActive") == "true"};
    });
    return user;
}

bool is_active_user(Org& org, const RecordId& id) {
    bool active = false;
    GetRecord request{"User", id.text(), {"IsActive"}};
    org.submit(org.now(), std::move(request), [&](const Result<RecordFields>& record) {
        active = record && field_text(*record, "IsActive") == "true";
    });
    return active;
}

std::optional<OrgUser> find_user_named(Org& org, std::string_view username) {
    const auto ids =
        find_ids(org, "SELECT Id FROM User WHERE Username = " + soql_text(username) + " LIMIT 1");
    if (!ids || ids->empty()) return std::nullopt;
    return find_user(org, ids->front());
}

UserRights rights_of(Org& org, const RecordId& user) {
    const OrgConfig& config = org.config();
    if (config.rights_by_user.empty()) return config.rights;
    const auto found = find_user(org, user);
    return found ? rights_of(config, found->username) : config.rights;
}

bool is_password_right(std::string_view given, std::string_view password) {
    return password.empty() ? !given.empty() : given.starts_with(password);
}

}  // namespace rowlock
