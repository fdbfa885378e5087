#include "mockorg/engine/job_error.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("a failed job's message begins with the exception") {
    CHECK(
        job_error_text({ErrorCode::invalid_batch, "Field name not found : X", {}}) ==
        "InvalidBatch : Field name not found : X"
    );
    CHECK(job_error_text({ErrorCode::client_input_error, "x", {}}) == "ClientInputError : x");
    CHECK(job_error_text({ErrorCode::exceeded_quota, "x", {}}) == "ExceededQuota : x");
    CHECK(job_error_text({ErrorCode::invalid_job, "x", {}}) == "InvalidJob : x");
}

TEST_CASE("a message that quotes what a client sent is cut, between characters") {
    std::string sent(998, 'k');
    CHECK(
        job_error_text({ErrorCode::invalid_batch, sent + "\xC3\xA9!", {}}) ==
        "InvalidBatch : " + sent + "\xC3\xA9..."
    );
    sent += "k";
    CHECK(
        job_error_text({ErrorCode::invalid_batch, sent + "\xC3\xA9!", {}}) ==
        "InvalidBatch : " + sent + "..."
    );
    CHECK(job_error_text({ErrorCode::invalid_batch, sent + "k", {}}).ends_with("kk"));
}

TEST_CASE("exceptions are named as in the guide") {
    const auto [code, name] = GENERATE(table<ErrorCode, std::string>({
        {ErrorCode::invalid_session_id, "InvalidSessionId"},
        {ErrorCode::invalid_job_state, "InvalidJobState"},
        {ErrorCode::invalid_xml, "InvalidXml"},
        {ErrorCode::invalid_version, "InvalidVersion"},
        {ErrorCode::not_found, "InvalidUrl"},
        {ErrorCode::unsupported_media_type, "UnsupportedContentType"},
        {ErrorCode::feature_not_enabled, "FeatureNotEnabled"},
        {ErrorCode::body_too_large, "ClientInputError"},
        {ErrorCode::malformed_request, "ClientInputError"},
        {ErrorCode::header_too_large, "ClientInputError"},
        {ErrorCode::request_timeout, "Timeout"},
        {ErrorCode::server_unavailable, "InternalServerError"},
        {ErrorCode::unknown_exception, "InternalServerError"},
        {ErrorCode::unable_to_lock_row, "Unknown"},
    }));
    CHECK(bulk_exception_name(code) == name);
}

}  // namespace
}  // namespace rowlock
