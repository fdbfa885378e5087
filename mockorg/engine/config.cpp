#include "mockorg/engine/config.hpp"

#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>

namespace rowlock {

Result<Bulk2Serial> parse_bulk2_serial(std::string_view word) {
    if (word == "reject") return Bulk2Serial::reject;
    if (word == "ignore") return Bulk2Serial::ignore;
    if (word == "honour") return Bulk2Serial::honour;
    return fail(
        ErrorCode::bad_configuration,
        "bulk2-serial is reject, ignore or honour, not '" + std::string{word} + "'"
    );
}

Result<void> deny(OrgConfig& config, std::string_view word) {
    const std::size_t colon = std::min(word.find(':'), word.size());
    const std::string_view right = word.substr(0, colon);
    const bool of_one = colon < word.size();
    const std::string username = of_one ? to_lower(word.substr(colon + 1)) : std::string{};
    bool UserRights::*taken = nullptr;
    if (right == "hard-delete") taken = &UserRights::hard_delete;
    if (right == "api") taken = &UserRights::api;
    if (taken == nullptr || (of_one && username.empty())) {
        return fail(
            ErrorCode::bad_configuration,
            "'" + std::string{word} +
                "' cannot be denied; api and hard-delete can, to one user as in "
                "hard-delete:ann@acme.com"
        );
    }
    UserRights& rights = of_one ? config.rights_by_user[username] : config.rights;
    rights.*taken = false;
    return {};
}

UserRights rights_of(const OrgConfig& config, std::string_view username) {
    UserRights rights = config.rights;
    const auto own = config.rights_by_user.find(to_lower(username));
    if (own == config.rights_by_user.end()) return rights;
    rights.api = rights.api && own->second.api;
    rights.hard_delete = rights.hard_delete && own->second.hard_delete;
    return rights;
}

}  // namespace rowlock
