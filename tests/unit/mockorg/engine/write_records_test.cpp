#include "mockorg/engine/rest_desk.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

namespace rowlock {
namespace {

struct WriteRecordsFixture : OrgFixture {
    using Answer = std::shared_ptr<std::optional<WriteRecords::Reply>>;

    Answer start(WriteRecords request) {
        auto answer = std::make_shared<std::optional<WriteRecords::Reply>>();
        org.org().submit(
            org.org().now(),
            std::move(request),
            [answer](Result<WriteRecords::Reply> reply) {
                *answer = require_value(std::move(reply));
            }
        );
        return answer;
    }

    WriteRecords::Reply write(WriteRecords request) {
        const Answer answer = start(std::move(request));
        org.run_until_idle();
        return answer->value();
    }

    static WriteRecords::Row row(WriteRecord write) { return {std::move(write)}; }

    static WriteRecords::Row insert(const std::string& object, std::vector<FieldText> fields) {
        return row({object, Operation::insert, {}, {}, std::move(fields)});
    }
};

TEST_CASE_METHOD(WriteRecordsFixture, "rows fail by themselves") {
    WriteRecords request;
    request.rows = {
        insert("Account", {{"Name", "A"}}),
        insert("Account", {}),
        insert("Nope", {}),
        insert("Contact", {{"LastName", "B"}})};
    const auto reply = write(request);
    REQUIRE(reply.rows.size() == 4);
    CHECK(reply.rows[0]->created);
    CHECK(reply.rows[1].error().code == ErrorCode::required_field_missing);
    CHECK(reply.rows[2].error().code == ErrorCode::not_found);
    CHECK(reply.rows[3]->created);
    CHECK_FALSE(reply.rolled_back);
    CHECK(count("SELECT COUNT() FROM Account") == 1);
    CHECK(count("SELECT COUNT() FROM Contact") == 1);
}

TEST_CASE_METHOD(WriteRecordsFixture, "what needs no transaction is answered at once") {
    WriteRecords request;
    request.rows = {insert("Nope", {}), insert("Account", {{"Nope", "x"}})};
    const Answer answer = start(request);
    REQUIRE(answer->has_value());
    CHECK((*answer)->rows.size() == 2);
    CHECK((*start({})).value().rows.empty());
    CHECK_FALSE(org.org().next_deadline().has_value());
}

TEST_CASE_METHOD(WriteRecordsFixture, "all or none takes back what was saved, its keys included") {
    WriteRecords request;
    request.all_or_none = true;
    request.rows = {insert("Account", {{"Name", "A"}, {"Code__c", "K"}}), insert("Account", {})};
    const auto reply = write(request);
    CHECK(reply.rolled_back);
    CHECK(reply.rows[0].has_value());
    CHECK(count("SELECT COUNT() FROM Account") == 0);
    request.rows.pop_back();
    CHECK_FALSE(write(request).rolled_back);
    CHECK(count("SELECT COUNT() FROM Account WHERE Code__c = 'K'") == 1);
    org.org().check_invariants();
}

TEST_CASE_METHOD(WriteRecordsFixture, "rows of one call must mean different records") {
    const std::string acme = account("Acme");
    const WriteRecord update{"Account", Operation::update, acme, {}, {{"Phone", "1"}}};
    WriteRecords request;
    request.rows = {row(update), row(update)};
    CHECK(write(request).rows[1].error().code == ErrorCode::duplicate_value);
}

TEST_CASE_METHOD(WriteRecordsFixture, "rows refer to rows before them") {
    WriteRecords request;
    request.rows = {insert("Account", {{"Name", "A"}}), insert("Contact", {{"LastName", "B"}})};
    request.rows[1].links.push_back({"AccountId", 0});
    const auto reply = write(request);
    CHECK(
        count("SELECT COUNT() FROM Contact WHERE AccountId = '" + reply.rows[0]->id.text() + "'") ==
        1
    );
    SECTION("what was not saved cannot be referred to") {
        request.rows[0] = insert("Account", {});
        CHECK(write(request).rows[1].error().code == ErrorCode::invalid_cross_reference_key);
        CHECK(count("SELECT COUNT() FROM Contact") == 1);
    }
}

TEST_CASE_METHOD(WriteRecordsFixture, "all rows share one transaction and its locks") {
    const std::string first = account("First");
    const std::string second = account("Second");
    load("Contact", "insert", contacts_csv(200, second));
    org.advance(seconds(1));
    WriteRecords request;
    request.rows = {
        row({"Account", Operation::update, first, {}, {{"Phone", "1"}}}),
        row({"Account", Operation::update, second, {}, {{"Phone", "1"}}})};
    const Answer answer = start(request);
    // The first is held while the second is waited for.
    CHECK(org.locks().size() == 2);
    org.advance(seconds(3.5));
    CHECK_FALSE(answer->has_value());
    CHECK(count("SELECT COUNT() FROM Account WHERE Phone = '1'") == 0);
    org.advance(seconds(0.5));
    REQUIRE(answer->has_value());
    CHECK(count("SELECT COUNT() FROM Account WHERE Phone = '1'") == 2);
}

TEST_CASE("a lock that cannot be had fails every row, and all are booked") {
    OrgConfig config = steady_config();
    config.profile.hold = {60.0, 0.0};
    WriteRecordsFixture fixture;
    static_cast<OrgFixture&>(fixture) = OrgFixture{config};
    const std::string acme = fixture.account("Acme");
    fixture.load("Contact", "insert", contacts_csv(200, acme));
    fixture.org.advance(seconds(1));
    WriteRecords request;
    request.rows = {
        WriteRecordsFixture::insert("Account", {{"Name", "Other"}}),
        WriteRecordsFixture::row({"Account", Operation::update, acme, {}, {{"Phone", "1"}}})};
    const auto answer = fixture.start(request);
    fixture.org.advance(seconds(10));
    REQUIRE(answer->has_value());
    for (const auto& each : (*answer)->rows) {
        CHECK(each.error().code == ErrorCode::unable_to_lock_row);
    }
    CHECK(fixture.org.org().ledger().failures().back().rows_failed == 2);
    CHECK(fixture.count("SELECT COUNT() FROM Account") == 1);
}

TEST_CASE("whatever the rows are, all or none leaves everything or nothing") {
    rc::prop("roll-back", [] {
        WriteRecordsFixture fixture;
        const std::string acme = fixture.account("Acme");
        const std::vector<WriteRecords::Row> kinds = {
            WriteRecordsFixture::insert("Account", {{"Name", "A"}}),
            WriteRecordsFixture::insert("Account", {}),
            WriteRecordsFixture::insert("Contact", {{"LastName", "B"}, {"AccountId", acme}}),
            WriteRecordsFixture::row({"Account", Operation::update, acme, {}, {{"Phone", "1"}}}),
            WriteRecordsFixture::row({"Account", Operation::remove, acme, {}, {}})};
        WriteRecords request;
        request.all_or_none = true;
        for (const std::size_t kind : *rc::gen::container<std::vector<std::size_t>>(
                 rc::gen::inRange<std::size_t>(0, kinds.size())
             )) {
            request.rows.push_back(kinds[kind]);
        }
        const std::uint64_t before = fixture.count("SELECT COUNT() FROM Account");
        const auto reply = fixture.write(request);
        if (reply.rolled_back) {
            RC_ASSERT(fixture.count("SELECT COUNT() FROM Account") == before);
            RC_ASSERT(fixture.count("SELECT COUNT() FROM Contact") == 0U);
            RC_ASSERT(fixture.count("SELECT COUNT() FROM Account WHERE Phone = '1'") == 0U);
        } else {
            for (const auto& row : reply.rows) RC_ASSERT(row.has_value());
        }
        fixture.org.org().check_invariants();
    });
}

}  // namespace
}  // namespace rowlock
