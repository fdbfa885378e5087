#include "mockorg/engine/job_error.hpp"

namespace rowlock {

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
    return std::string{bulk_exception_name(error.code)}.append(" : ").append(error.message);
}

}  // namespace rowlock
