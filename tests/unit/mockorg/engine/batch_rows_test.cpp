#include "mockorg/engine/batch_rows.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/bulk1_fixture.hpp"

namespace rowlock {
namespace {

TEST_CASE_METHOD(Bulk1Fixture, "rows of a batch, whatever other batches of the job did meanwhile") {
    const RecordId job = create("Account", "insert");
    const RecordId good = add(job, "Name\nA\nB\n");
    const RecordId mixed = add(job, "Name,NumberOfEmployees\nC,1\n,2\nD,x\nE,\n");
    org.run_until_idle();
    CHECK(rows(job, good).size() == 2);
    const BatchRows result = rows(job, mixed);
    REQUIRE(result.size() == 4);
    CHECK(result.row(0).success());
    CHECK(result.row(0).created);
    CHECK(result.row(0).error.empty());
    CHECK_FALSE(result.row(1).id.has_value());
    CHECK(
        result.row(1).error == "REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --"
    );
    CHECK(result.row(2).error.find("INVALID_FIELD:Failed to deserialize") == 0);
    CHECK(result.row(3).success());
    // In the order sent in: ids ascend with the rows.
    CHECK(*result.row(0).id < *result.row(3).id);
}

TEST_CASE("rows that the platform gave up on carry the batch's state message") {
    OrgConfig config = steady_config();
    config.profile.requeues_max = 0;
    config.profile.rest_hold = {1000.0, 0.0};
    Bulk1Fixture fixture{config};
    const std::string parent = fixture.account("Acme");
    WriteRecord foreign{"Account", Operation::update, parent, {}, {{"Phone", "1"}}};
    fixture.org.org().submit(fixture.org.org().now(), foreign, [](auto) {});
    const RecordId job = fixture.create("Contact", "insert");
    const RecordId id = fixture.add(job, contacts_csv(300, parent));
    fixture.org.run_until_idle();
    const BatchInfo info = fixture.batch(job, id);
    CHECK(info.state == BatchState::failed);
    CHECK(info.state_message == "InternalServerError : Retried more than 0 times");
    CHECK(info.rows_processed == 200);
    CHECK(info.rows_failed == 200);
    const BatchRows result = fixture.rows(job, id);
    REQUIRE(result.size() == 300);
    CHECK(result.row(0).error.find("UNABLE_TO_LOCK_ROW:") == 0);
    CHECK(result.row(299).error == "InternalServerError:Retried more than 0 times:--");
    CHECK_FALSE(result.row(299).success());
}

}  // namespace
}  // namespace rowlock
