#include "mockorg/api/request_terms.hpp"

#include "mockorg/api/bulk1_calls.hpp"
#include "mockorg/engine/bulk1_desk.hpp"

namespace rowlock {

Error RequestTerms::too_large() const {
    if (error_shape == ErrorShape::rest)
        return {ErrorCode::body_too_large, "The request's body is too large", {}};
    return bulk1_request_too_large();
}

RequestTerms request_terms(std::string_view target, std::string_view content_type) {
    RequestTerms terms;
    if (!is_bulk1_target(parse_target(target))) return terms;
    terms.error_shape = error_shape_of(format_named_by(content_type).value_or(Bulk1Format::xml));
    terms.body_max = k_bulk1_batch_bytes_max;
    return terms;
}

}  // namespace rowlock
