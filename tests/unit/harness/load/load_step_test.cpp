#include "harness/load/load_step.hpp"

#include "mockorg/codec/duration_text.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("words are those of the wire") {
    CHECK(name_of(LoadOperation::insert) == "insert");
    CHECK(name_of(LoadOperation::update) == "update");
    CHECK(name_of(LoadOperation::upsert) == "upsert");
    CHECK(name_of(LoadOperation::remove) == "delete");
    CHECK(name_of(LoadOperation::hard_remove) == "hardDelete");
    CHECK(name_of(LoadApi::bulk1) == "bulk1");
    CHECK(name_of(LoadApi::rest) == "rest");
    CHECK(name_of(ConcurrencyMode::parallel) == "Parallel");
    CHECK(name_of(ConcurrencyMode::serial) == "Serial");
}

TEST_CASE("retry delays grow by their factor, but not beyond a year") {
    RetryPolicy retry;
    retry.delay = seconds(2.0);
    retry.factor = 3.0;
    CHECK(retry.delay_before(1) == seconds(2.0));
    CHECK(retry.delay_before(2) == seconds(6.0));
    CHECK(retry.delay_before(3) == seconds(18.0));
    CHECK(retry.delay_before(1000) == k_duration_text_max);
    retry.factor = 1.0;
    CHECK(retry.delay_before(1000) == seconds(2.0));
}

}  // namespace
}  // namespace rowlock
