#include "mockorg/engine/requests.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("operations and states have the words of the wire") {
    CHECK(parse_operation("hardDelete") == Operation::hard_remove);
    CHECK_FALSE(parse_operation("harddelete").has_value());
    for (const Operation operation :
         {Operation::insert,
          Operation::update,
          Operation::upsert,
          Operation::remove,
          Operation::hard_remove}) {
        CHECK(parse_operation(name_of(operation)) == operation);
    }
    CHECK(name_of(Operation::remove) == "delete");
    CHECK(name_of(JobState::upload_complete) == "UploadComplete");
    CHECK(name_of(JobState::job_complete) == "JobComplete");
}

}  // namespace
}  // namespace rowlock
