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

}  // namespace rowlock
