#include "mockorg/api/bulk1_calls.hpp"

#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>

namespace rowlock {

Result<Bulk1Job> enter_job(const ApiContext& context, Call& call, Bulk1Speaker speaker) {
    const std::string& text = call.arguments.at(0);
    const auto id = RecordId::parse(text);
    if (!id) return fail(ErrorCode::invalid_job, "Unable to find job for id: " + text);
    const auto type = context.org.bulk1_content_type(*id);
    Bulk1Job job{*id, type.value_or(ContentType::csv), Bulk1Format::xml};
    const auto named = format_named_by(call.request);
    if (named && (!type || speaker == Bulk1Speaker::request)) {
        job.format = *named;
    } else if (type) {
        job.format = format_of(*type);
    }
    call.error_shape = error_shape_of(job.format);
    return job;
}

bool is_bulk1_target(const HttpTarget& target) {
    const auto& path = target.path;
    return path.size() > 1 && equal_ignoring_case(path[0], "services") &&
           equal_ignoring_case(path[1], "async");
}

std::string_view session_of(const HttpHeaders& headers) {
    constexpr std::string_view k_scheme = "Bearer ";
    const bool has_session = headers.has("X-SFDC-Session");
    std::string_view value = headers.get(has_session ? "X-SFDC-Session" : "Authorization");
    const bool has_scheme = equal_ignoring_case(value.substr(0, k_scheme.size()), k_scheme);
    if (has_scheme) value.remove_prefix(k_scheme.size());
    const std::size_t start = std::min(value.find_first_not_of(' '), value.size());
    return value.substr(start);
}

}  // namespace rowlock
