#include "mockorg/engine/job_error.hpp"

#include "mockorg/codec/utf8.hpp"

namespace rowlock {
namespace {

/// A message may quote what a client sent, and that may be as long as a batch.
constexpr std::size_t k_message_max = 1'000;

}  // namespace

std::string_view bulk_exception_name(ErrorCode code) {
    switch (code) {
        case ErrorCode::client_input_error:
        case ErrorCode::json_parser_error:
        case ErrorCode::body_too_large:
        case ErrorCode::malformed_request:
        case ErrorCode::expectation_failed:
        case ErrorCode::header_too_large:
            return "ClientInputError";
        case ErrorCode::exceeded_quota:
        case ErrorCode::request_limit_exceeded:
            return "ExceededQuota";
        case ErrorCode::feature_not_enabled:
            return "FeatureNotEnabled";
        case ErrorCode::invalid_batch:
            return "InvalidBatch";
        case ErrorCode::invalid_entity:
            return "InvalidEntity";
        case ErrorCode::invalid_job:
            return "InvalidJob";
        case ErrorCode::invalid_job_state:
            return "InvalidJobState";
        case ErrorCode::invalid_operation:
            return "InvalidOperation";
        case ErrorCode::invalid_session_id:
            return "InvalidSessionId";
        case ErrorCode::not_found:
        case ErrorCode::method_not_allowed:
            return "InvalidUrl";
        case ErrorCode::gone:
        case ErrorCode::invalid_version:
            return "InvalidVersion";
        case ErrorCode::invalid_xml:
            return "InvalidXml";
        case ErrorCode::request_timeout:
            return "Timeout";
        case ErrorCode::server_unavailable:
        case ErrorCode::unknown_exception:
            return "InternalServerError";
        case ErrorCode::unsupported_media_type:
            return "UnsupportedContentType";
        default:
            return "Unknown";
    }
}

std::string job_error_text(const Error& error) {
    std::string text{bulk_exception_name(error.code)};
    text.append(" : ");
    if (error.message.size() <= k_message_max) return text.append(error.message);
    std::size_t end = k_message_max;
    while (end > 0 && is_utf8_continuation(error.message[end])) --end;
    return text.append(error.message, 0, end).append("...");
}

}  // namespace rowlock
