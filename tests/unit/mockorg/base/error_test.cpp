#include "mockorg/base/error.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("row errors end in `--`, behind a space only when they name fields") {
    CHECK(
        bulk_error_text({ErrorCode::entity_is_deleted, "entity is deleted", {}}) ==
        "ENTITY_IS_DELETED:entity is deleted:--"
    );
    CHECK(
        bulk_error_text(
            {ErrorCode::required_field_missing,
             "Required fields are missing: [LastName]",
             {"LastName"}}
        ) == "REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --"
    );
    CHECK(
        bulk_error_text({ErrorCode::invalid_field, "m", {"Product__c", "Broker__c"}}) ==
        "INVALID_FIELD:m:Product__c,Broker__c --"
    );
}

TEST_CASE("only lock failures ask for a retry of the row") {
    CHECK(reaction("UNABLE_TO_LOCK_ROW") == Reaction::retry_row);
    CHECK(reaction("REQUEST_LIMIT_EXCEEDED") == Reaction::retry_batch);
    CHECK(reaction("DUPLICATE_VALUE") == Reaction::fix_data);
    CHECK(reaction("A_CODE_NOBODY_KNOWS") == Reaction::fix_data);
    CHECK(reaction(ErrorCode::invalid_session_id) == Reaction::stop);
}

TEST_CASE("each code has its wire text and status") {
    CHECK(wire_code(ErrorCode::invalid_job_state) == "INVALIDJOBSTATE");
    CHECK(http_status(ErrorCode::not_found) == 404);
    CHECK(http_status(ErrorCode::invalid_session_id) == 401);
}

}  // namespace
}  // namespace rowlock
