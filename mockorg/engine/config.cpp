#include "mockorg/engine/config.hpp"

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
    if (word == "hard-delete") {
        config.may_hard_delete = false;
        return {};
    }
    if (word == "api") {
        config.may_use_api = false;
        return {};
    }
    return fail(
        ErrorCode::bad_configuration,
        "'" + std::string{word} + "' cannot be denied; api and hard-delete can"
    );
}

}  // namespace rowlock
