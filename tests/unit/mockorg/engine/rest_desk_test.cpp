#include "mockorg/engine/rest_desk.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

namespace rowlock {
namespace {

struct RestDeskFixture : OrgFixture {
    using Answer = std::shared_ptr<std::optional<Result<WriteRecord::Reply>>>;

    /// Starts a write; the answer comes when time moves.
    Answer start(WriteRecord request) {
        auto answer = std::make_shared<std::optional<Result<WriteRecord::Reply>>>();
        org.org().submit(
            org.org().now(),
            std::move(request),
            [answer](Result<WriteRecord::Reply> reply) {
                REQUIRE_FALSE(answer->has_value());
                *answer = std::move(reply);
            }
        );
        return answer;
    }

    static WriteRecord update(const std::string& id, const std::string& name) {
        return {"Account", Operation::update, id, {}, {{"Name", name}}};
    }

    std::string error(WriteRecord request) { return error_of(org.write(std::move(request))); }
};

TEST_CASE_METHOD(RestDeskFixture, "a write replies when it has committed, and shows from then on") {
    const Answer answer =
        start({"account", Operation::insert, {}, {}, {{"name", "Acme"}, {"Phone", std::nullopt}}});
    CHECK_FALSE(answer->has_value());
    CHECK(count("SELECT COUNT() FROM Account") == 0);
    org.advance(seconds(1));
    REQUIRE(answer->has_value());
    const auto reply = require_value(**answer);
    CHECK(reply.created);
    CHECK(count("SELECT COUNT() FROM Account WHERE Id = '" + reply.id.text() + "'") == 1);
}

TEST_CASE_METHOD(RestDeskFixture, "null and the empty text empty a field") {
    const std::string acme = account("Acme");
    for (const auto& [value, matches] : std::vector<std::pair<std::optional<std::string>, int>>{
             {"1", 0}, {"", 1}, {"2", 0}, {std::nullopt, 1}}) {
        require_value(org.write({"Account", Operation::update, acme, {}, {{"Phone", value}}}));
        CHECK(
            count("SELECT COUNT() FROM Account WHERE Phone = null") ==
            static_cast<std::uint64_t>(matches)
        );
    }
}

TEST_CASE_METHOD(RestDeskFixture, "an upsert by external id creates, then updates") {
    const WriteRecord upsert{
        "Account", Operation::upsert, {}, "Code__c", {{"Code__c", "A-1"}, {"Name", "Acme"}}};
    const auto created = require_value(org.write(upsert));
    CHECK(created.created);
    const auto updated = require_value(org.write(upsert));
    CHECK_FALSE(updated.created);
    CHECK(updated.id == created.id);
}

TEST_CASE_METHOD(RestDeskFixture, "an upsert by Id updates that record") {
    const std::string acme = account("Acme");
    const auto updated = require_value(
        org.write({"Account", Operation::upsert, {}, "Id", {{"Id", acme}, {"Name", "Acme Inc"}}})
    );
    CHECK_FALSE(updated.created);
    CHECK(updated.id.text() == acme);
    CHECK(count("SELECT COUNT() FROM Account") == 1);
    CHECK(count("SELECT COUNT() FROM Account WHERE Name = 'Acme Inc'") == 1);
}

TEST_CASE_METHOD(RestDeskFixture, "errors that need no lock come at once") {
    CHECK(
        error({"Nope", Operation::insert, {}, {}, {}}) ==
        "NOT_FOUND:The requested resource does not exist:--"
    );
    CHECK(
        error({"Account", Operation::insert, {}, {}, {{"Nope", "x"}}}) ==
        "INVALID_FIELD:No such column 'Nope' on sobject of type Account:--"
    );
    CHECK(error({"Account", Operation::upsert, {}, "Industry", {{"Industry", "x"}}}
    ).starts_with("NOT_FOUND:Provided external ID field does not exist"));
    CHECK_FALSE(org.org().next_deadline().has_value());
}

TEST_CASE_METHOD(RestDeskFixture, "a record that fails writes nothing") {
    CHECK(
        error({"Contact", Operation::insert, {}, {}, {{"FirstName", "Ann"}}}) ==
        "REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --"
    );
    CHECK(
        error({"Account", Operation::update, "001RL0000000099", {}, {{"Name", "x"}}}) ==
        "INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--"
    );
    CHECK(
        error({"Account", Operation::remove, "", {}, {}}) ==
        "MISSING_ARGUMENT:Id not specified in a delete call:--"
    );
    CHECK(count("SELECT COUNT() FROM Contact") == 0);
}

TEST_CASE_METHOD(RestDeskFixture, "a delete hides its record") {
    const std::string acme = account("Acme");
    require_value(org.write({"Account", Operation::remove, acme, {}, {}}));
    CHECK(count("SELECT COUNT() FROM Account") == 0);
    CHECK(error(update(acme, "x")) == "ENTITY_IS_DELETED:entity is deleted:--");
}

TEST_CASE_METHOD(RestDeskFixture, "a write waits for a chunk's lock and then goes through") {
    const std::string acme = account("Acme");
    load("Contact", "insert", contacts_csv(200, acme));
    org.advance(seconds(1));
    const Answer answer = start(update(acme, "Acme Inc"));
    REQUIRE(org.locks().size() == 1);
    CHECK(org.locks()[0].record.text() == acme);
    CHECK(org.locks()[0].holder.kind == TransactionOrigin::Kind::bulk_chunk);
    REQUIRE(org.locks()[0].waiters.size() == 1);
    CHECK(org.locks()[0].waiters[0].kind == TransactionOrigin::Kind::rest);
    // The chunk commits after 4 s, the write holds for one more.
    org.advance(seconds(3.5));
    CHECK_FALSE(answer->has_value());
    org.advance(seconds(0.5));
    CHECK((*answer)->has_value());
}

TEST_CASE_METHOD(RestDeskFixture, "a chunk waits for a write's lock") {
    const std::string acme = account("Acme");
    start(update(acme, "Acme Inc"));
    const TimePoint begin = org.org().now();
    const RecordId job = load("Contact", "insert", contacts_csv(1, acme));
    org.run_until_idle();
    CHECK(this->job(job).modified - begin == seconds(5));
}

TEST_CASE("a write that waits too long fails and is booked") {
    OrgConfig config = steady_config();
    config.profile.hold = {60.0, 0.0};
    RestDeskFixture fixture;
    static_cast<OrgFixture&>(fixture) = OrgFixture{config};
    const std::string acme = fixture.account("Acme");
    fixture.load("Contact", "insert", contacts_csv(200, acme));
    fixture.org.advance(seconds(1));
    const auto answer = fixture.start(RestDeskFixture::update(acme, "Acme Inc"));
    fixture.org.advance(seconds(9.999));
    CHECK_FALSE(answer->has_value());
    fixture.org.advance(seconds(0.001));
    REQUIRE(answer->has_value());
    CHECK(
        error_of(**answer) ==
        "UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record or 1 records: " +
            acme + ":--"
    );
    CHECK(fixture.count("SELECT COUNT() FROM Account WHERE Name = 'Acme'") == 1);
    REQUIRE(fixture.org.org().ledger().failures().size() == 1);
    CHECK(fixture.org.org().ledger().failures()[0].waiter.kind == TransactionOrigin::Kind::rest);
    CHECK(fixture.org.org().ledger().failures()[0].rows_failed == 1);
}

TEST_CASE_METHOD(RestDeskFixture, "what a write does is decided when it holds its locks") {
    const std::string acme = account("Acme");
    const Answer removed = start({"Account", Operation::remove, acme, {}, {}});
    const Answer updated = start(update(acme, "Acme Inc"));
    org.run_until_idle();
    CHECK((*removed)->has_value());
    CHECK(error_of(**updated) == "ENTITY_IS_DELETED:entity is deleted:--");
}

TEST_CASE("what is wrong by itself is said of a row even if the others wait in vain") {
    OrgConfig config = steady_config();
    config.profile.rest_hold = {30.0, 0.0};
    OrgFixture fixture{std::move(config)};
    const std::string acme = fixture.account("Acme");
    Org& org = fixture.org.org();
    const WriteRecord update{"Account", Operation::update, acme, {}, {{"Name", "B"}}};
    org.submit(org.now(), update, [](auto) {});
    WriteRecords two;
    two.rows.push_back({WriteRecord{}});
    two.rows.push_back({update});
    std::vector<std::string> errors;
    org.submit(org.now(), two, [&](Result<WriteRecords::Reply> reply) {
        for (const auto& row : reply->rows) errors.push_back(error_of(row));
    });
    const std::uint64_t number = org.rest_transactions();
    CHECK(number == 3);
    fixture.org.run_until_idle();
    REQUIRE(errors.size() == 2);
    CHECK_THAT(errors[0], Catch::StartsWith("NOT_FOUND"));
    CHECK_THAT(errors[1], Catch::StartsWith("UNABLE_TO_LOCK_ROW"));
    REQUIRE(org.ledger().failures().size() == 1);
    const LockFailure& failure = org.ledger().failures().front();
    CHECK(failure.waiter.batch == number);
    CHECK(failure.waiter_row == 1);
    CHECK(failure.rows_failed == 1);
    CHECK(failure.holder.batch == number - 1);
}

}  // namespace
}  // namespace rowlock
