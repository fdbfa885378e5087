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

}  // namespace
}  // namespace rowlock
