#include "mockorg/engine/child_query.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

namespace rowlock {
namespace {

struct ChildQueryFixture : OrgFixture {
    std::string acme = account("Acme");
    std::string empty = account("Empty");

    ChildQueryFixture() {
        load("Contact", "insert", contacts_csv(5, acme));
        load(
            "Opportunity",
            "insert",
            "Name,StageName,CloseDate,AccountId\nBig,Prospecting,2026-02-01," + acme + "\n"
        );
        org.run_until_idle();
    }

    RunQuery::Reply query(const std::string& soql, std::uint32_t page_size = 2000) {
        RunQuery request;
        request.soql = soql;
        request.page_size = page_size;
        const auto reply = org.ask(std::move(request));
        CAPTURE(soql);
        INFO(error_of(reply));
        REQUIRE(reply.has_value());
        return *reply;
    }

    Error refusal(const std::string& soql) {
        RunQuery request;
        request.soql = soql;
        const auto reply = org.ask(std::move(request));
        REQUIRE_FALSE(reply.has_value());
        return reply.error();
    }

    static std::vector<std::string> names(const RecordFields::Children& children) {
        std::vector<std::string> names;
        for (const RecordFields& record : children.records) {
            names.push_back(record.fields.at(0).second);
        }
        return names;
    }
};

using Names = std::vector<std::string>;

TEST_CASE_METHOD(ChildQueryFixture, "each record shows its own children, in their place") {
    const auto reply = query(
        "SELECT Name, (SELECT LastName FROM contacts), Id, (SELECT Name FROM Opportunities) FROM "
        "Account ORDER BY Name"
    );
    REQUIRE(reply.records.size() == 2);
    const RecordFields& parent = reply.records[0];
    REQUIRE(parent.children.size() == 2);
    CHECK(parent.children[0].name == "Contacts");
    CHECK(parent.children[0].position == 1);
    CHECK(parent.children[0].total == 5);
    CHECK(parent.children[0].records[0].object == "Contact");
    CHECK_FALSE(parent.children[0].next_locator.has_value());
    CHECK(names(parent.children[1]) == Names{"\"Big\""});
    CHECK(reply.records[1].children[0].total == 0);
}

TEST_CASE_METHOD(ChildQueryFixture, "children have conditions, an order and a limit of their own") {
    const auto reply = query(
        "SELECT (SELECT LastName FROM Contacts WHERE LastName != 'Contact 5' ORDER BY LastName "
        "DESC LIMIT 2 OFFSET 1) FROM Account WHERE Name = 'Acme'"
    );
    CHECK(names(reply.records.at(0).children.at(0)) == Names{"\"Contact 3\"", "\"Contact 2\""});
}

TEST_CASE_METHOD(ChildQueryFixture, "children may show their parents and children") {
    const auto reply = query(
        "SELECT (SELECT LastName, Account.Owner.Name, (SELECT Subject FROM Cases) FROM Contacts "
        "LIMIT 1) FROM Account WHERE Name = 'Acme'"
    );
    const RecordFields& contact = reply.records.at(0).children.at(0).records.at(0);
    CHECK(contact.parents.at(0).record.at(0).parents.at(0).record.at(0).object == "User");
    CHECK(contact.children.at(0).total == 0);
}

TEST_CASE_METHOD(
    ChildQueryFixture, "children that do not fit on a page are read by their own locator"
) {
    const auto reply =
        query("SELECT (SELECT LastName FROM Contacts) FROM Account WHERE Name = 'Acme'", 2);
    const RecordFields::Children& children = reply.records.at(0).children.at(0);
    CHECK(children.total == 5);
    CHECK(children.records.size() == 2);
    REQUIRE(children.next_locator.has_value());
    const auto second = require_value(org.ask(QueryMore{*children.next_locator}));
    CHECK(second.total == 5);
    CHECK(second.records.at(0).fields.at(0).second == "\"Contact 3\"");
    const auto third = require_value(org.ask(QueryMore{*second.next_locator}));
    CHECK(third.records.size() == 1);
    CHECK_FALSE(third.next_locator.has_value());
}

TEST_CASE_METHOD(ChildQueryFixture, "children count towards the size of a page") {
    const std::string soql = "SELECT Name, (SELECT Id FROM Contacts) FROM Account ORDER BY Name";
    const auto reply = query(soql, 4);
    CHECK(reply.total == 2);
    CHECK(reply.records.size() == 1);
    REQUIRE(reply.next_locator.has_value());
    const auto second = require_value(org.ask(QueryMore{*reply.next_locator}));
    CHECK(second.records.size() == 1);
    CHECK_FALSE(second.next_locator.has_value());
}

TEST_CASE_METHOD(ChildQueryFixture, "deleted children show with ALL ROWS") {
    const auto contact = query("SELECT Id FROM Contact LIMIT 1");
    require_value(org.write({"Contact", Operation::remove, contact.records.at(0).id.text(), {}, {}})
    );
    const std::string soql = "SELECT (SELECT Id FROM Contacts) FROM Account WHERE Name = 'Acme'";
    CHECK(query(soql).records.at(0).children.at(0).total == 4);
    CHECK(query(soql + " ALL ROWS").records.at(0).children.at(0).total == 5);
}

TEST_CASE_METHOD(ChildQueryFixture, "mistakes in subqueries") {
    const Error unknown = refusal("SELECT (SELECT Id FROM Nopes) FROM Account");
    CHECK(unknown.code == ErrorCode::invalid_type);
    CHECK_THAT(
        unknown.message,
        Catch::Contains("Didn't understand relationship 'Nopes' in FROM part of query call.")
    );
    CHECK(
        refusal("SELECT (SELECT Nope FROM Contacts) FROM Account").code == ErrorCode::invalid_field
    );
    CHECK(
        refusal("SELECT (SELECT Id FROM Contacts WHERE Nope = 1) FROM Account").code ==
        ErrorCode::invalid_field
    );
    CHECK(
        refusal("SELECT (SELECT Id FROM Contacts ORDER BY Nope) FROM Account").code ==
        ErrorCode::invalid_field
    );
    CHECK(
        refusal("SELECT (SELECT Id FROM Contacts), (SELECT Name FROM Contacts) FROM Account")
            .message.find("duplicate field selected: Contacts") != std::string::npos
    );
}

TEST_CASE_METHOD(ChildQueryFixture, "columns tell children from parents") {
    const auto reply =
        query("SELECT Owner.Name, (SELECT LastName, Account.Name FROM Contacts) FROM Account");
    REQUIRE(reply.columns.size() == 2);
    CHECK_FALSE(reply.columns[0].aggregate);
    CHECK(reply.columns[0].joined.at(0).name == "Name");
    CHECK(reply.columns[1].aggregate);
    CHECK(reply.columns[1].name == "Contacts");
    CHECK(reply.columns[1].joined.at(1).joined.at(0).name == "Name");
}

}  // namespace
}  // namespace rowlock
