#include "mockorg/api/request_terms.hpp"

#include "mockorg/api/bulk1_calls.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/engine/bulk1_desk.hpp"

namespace rowlock {
namespace {

/// Nobody has said yet who they are.
constexpr std::size_t k_login_bytes_max = 1024 * 1024;

}  // namespace

bool is_login_service(const HttpTarget& target) {
    const auto& path = target.path;
    return path.size() > 1 && equal_ignoring_case(path[0], "services") &&
           (equal_ignoring_case(path[1], "oauth2") || equal_ignoring_case(path[1], "Soap"));
}

Error RequestTerms::too_large() const {
    if (error_shape == ErrorShape::rest)
        return {ErrorCode::body_too_large, "The request's body is too large", {}};
    return bulk1_request_too_large();
}

RequestTerms request_terms(std::string_view target, std::string_view content_type) {
    RequestTerms terms;
    const HttpTarget parsed = parse_target(target);
    if (is_login_service(parsed)) terms.body_max = k_login_bytes_max;
    if (!is_bulk1_target(parsed)) return terms;
    terms.error_shape = error_shape_of(format_named_by(content_type).value_or(Bulk1Format::xml));
    terms.body_max = k_bulk1_batch_bytes_max;
    return terms;
}

}  // namespace rowlock
