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
    for (const Operation operation : {Operation::undelete, Operation::purge})
        CHECK_FALSE(parse_operation(name_of(operation)).has_value());
    CHECK(name_of(Operation::remove) == "delete");
    CHECK(name_of(Operation::purge) == "emptyRecycleBin");
    CHECK(name_of(JobState::upload_complete) == "UploadComplete");
    CHECK(name_of(JobState::job_complete) == "JobComplete");
}

TEST_CASE("content types are words in capitals") {
    for (const ContentType type :
         {ContentType::csv,
          ContentType::xml,
          ContentType::json,
          ContentType::zip_csv,
          ContentType::zip_xml,
          ContentType::zip_json}) {
        CHECK(parse_content_type(name_of(type)) == type);
    }
    CHECK(name_of(ContentType::zip_json) == "ZIP_JSON");
    CHECK_FALSE(parse_content_type("csv").has_value());
    CHECK_FALSE(parse_content_type("").has_value());
}

TEST_CASE("batch states, and the one job state of 1.0 alone") {
    CHECK(name_of(BatchState::queued) == "Queued");
    CHECK(name_of(BatchState::in_progress) == "InProgress");
    CHECK(name_of(BatchState::completed) == "Completed");
    CHECK(name_of(BatchState::failed) == "Failed");
    // In one word: clients that look for two never find it.
    CHECK(name_of(BatchState::not_processed) == "NotProcessed");
    CHECK(name_of(JobState::closed) == "Closed");
}

TEST_CASE("a query job's operation is the query") {
    JobInfo job;
    job.operation = Operation::remove;
    CHECK(operation_name(job) == "delete");
    job.kind = JobKind::query;
    CHECK(operation_name(job) == "query");
    job.kind = JobKind::query_all;
    CHECK(operation_name(job) == "queryAll");
}

}  // namespace
}  // namespace rowlock
