#include "mockorg/engine/job_error.hpp"

#include "mockorg/base/assert.hpp"

namespace rowlock {
namespace {

/// The exception behind a job-level error, in the words of the Bulk API.
std::string_view exception_name(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_batch:
            return "InvalidBatch";
        case ErrorCode::client_input_error:
            return "ClientInputError";
        case ErrorCode::exceeded_quota:
            return "ExceededQuota";
        default:
            break;
    }
    ROWLOCK_ASSERT(code == ErrorCode::invalid_job);
    return "InvalidJob";
}

}  // namespace

std::string job_error_text(const Error& error) {
    return std::string{exception_name(error.code)}.append(" : ").append(error.message);
}

}  // namespace rowlock
