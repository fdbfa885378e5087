#include "mockorg/engine/query_locks.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

namespace rowlock {
namespace {

struct QueryLocksFixture : OrgFixture {
    std::optional<Result<RunQuery::Reply>> answer;
    TimePoint answered;

    void ask(const std::string& soql) {
        answer.reset();
        RunQuery request;
        request.soql = soql;
        org.org().submit(org.org().now(), std::move(request), [&](Result<RunQuery::Reply> reply) {
            answer = std::move(reply);
            answered = org.org().now();
        });
    }
};

TEST_CASE_METHOD(QueryLocksFixture, "FOR UPDATE holds what it finds and answers when it lets go") {
    const std::string acme = account("Acme");
    account("Other");
    ask("SELECT Name FROM Account WHERE Name = 'Acme' FOR UPDATE");
    CHECK_FALSE(answer.has_value());
    const auto locks = org.locks();
    REQUIRE(locks.size() == 1);
    CHECK(locks[0].record.text() == acme);
    org.run_until_idle();
    REQUIRE(answer.has_value());
    REQUIRE(answer->has_value());
    REQUIRE((*answer)->records.size() == 1);
    CHECK((*answer)->records[0].fields[0].second == "\"Acme\"");
    CHECK(org.locks().empty());
    org.org().check_invariants();
}

TEST_CASE_METHOD(QueryLocksFixture, "it waits for a write, and sees what that wrote") {
    const std::string acme = account("Acme");
    org.org().submit(
        org.org().now(),
        WriteRecord{"Account", Operation::update, acme, {}, {{"Phone", "1"}}},
        [](const auto& reply) { CHECK(reply.has_value()); }
    );
    ask("SELECT Phone FROM Account WHERE Id = '" + acme + "' FOR UPDATE");
    const TimePoint start = org.org().now();
    org.run_until_idle();
    REQUIRE(answer.has_value());
    CHECK((*answer)->records.at(0).fields.at(0).second == "\"1\"");
    CHECK(to_seconds(answered - start) == 2.0);
}

TEST_CASE_METHOD(QueryLocksFixture, "it fails like a write when the wait is too long") {
    OrgConfig slow = steady_config();
    slow.profile.rest_hold = {30.0, 0.0};
    org = require_value(InProcessOrg::create(slow));
    const std::string held = account("Acme");
    const std::string soql = "SELECT Id FROM Account WHERE Id = '" + held + "' FOR UPDATE";
    RunQuery first;
    first.soql = soql;
    org.org().submit(org.org().now(), first, [](const auto&) {});
    ask(soql);
    org.advance(seconds(10.0));
    REQUIRE(answer.has_value());
    REQUIRE_FALSE(answer->has_value());
    CHECK(answer->error().code == ErrorCode::unable_to_lock_row);
    CHECK_THAT(answer->error().message, Catch::Contains(held));
    CHECK(org.org().lock_statistics().lock_timeouts == 1);
    CHECK(org.org().ledger().failures().size() == 1);
}

TEST_CASE_METHOD(QueryLocksFixture, "a bulk load waits for it") {
    const std::string acme = account("Acme");
    ask("SELECT Id FROM Account WHERE Id = '" + acme + "' FOR UPDATE");
    const RecordId contacts = load("Contact", "insert", contacts_csv(5, acme));
    org.run_until_idle();
    CHECK(job(contacts).rows_failed == 0);
    CHECK(org.org().lock_statistics().lock_waits == 1);
}

TEST_CASE_METHOD(QueryLocksFixture, "mistakes are told at once, and nothing found locks nothing") {
    ask("SELECT Nope FROM Account FOR UPDATE");
    REQUIRE(answer.has_value());
    CHECK(answer->error().code == ErrorCode::invalid_field);
    ask("SELECT Id FROM Nope FOR UPDATE");
    CHECK(answer->error().code == ErrorCode::invalid_type);
    ask("SELECT Id FROM Account WHERE Name = 'nobody' FOR UPDATE");
    CHECK(org.locks().empty());
    org.run_until_idle();
    CHECK((*answer)->total == 0);
}

TEST_CASE_METHOD(QueryLocksFixture, "setting the org back ends the wait") {
    account("Acme");
    const auto before = org.org().snapshot();
    ask("SELECT Id FROM Account FOR UPDATE");
    org.org().restore(*before);
    REQUIRE(answer.has_value());
    CHECK(answer->error().code == ErrorCode::server_unavailable);
}

}  // namespace
}  // namespace rowlock
