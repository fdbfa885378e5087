#include "mockorg/engine/query_executor.hpp"

#include "tests/unit/mockorg/engine/query_fixture.hpp"

namespace rowlock {
namespace {

TEST_CASE_METHOD(
    QueryFixture, "records come with the fields asked for, in the describe's spelling"
) {
    add_accounts(2);
    const auto reply = require_value(query("select name, id FROM account order by Name desc"));
    CHECK(reply.total == 2);
    CHECK_FALSE(reply.count_only);
    CHECK_FALSE(reply.next_locator.has_value());
    REQUIRE(reply.records.size() == 2);
    CHECK(reply.records[0].object == "Account");
    CHECK(reply.records[0].fields[0] == std::pair<std::string, std::string>{"Name", "\"2\""});
    CHECK(reply.records[0].fields[1].first == "Id");
    CHECK(reply.records[0].fields[1].second == "\"" + reply.records[0].id.text() + "\"");
}

TEST_CASE_METHOD(QueryFixture, "COUNT() counts without records") {
    add_accounts(3);
    const auto reply = require_value(query("SELECT COUNT() FROM Account WHERE Name != '2'"));
    CHECK(reply.count_only);
    CHECK(reply.total == 2);
    CHECK(reply.records.empty());
}

TEST_CASE_METHOD(QueryFixture, "no condition, group or order tells capitals beyond ASCII apart") {
    load("Account", "insert", "Name\nMÜLLER\nÄpfel\nmüller\nMuller\nÄPFEL\n");
    org.run_until_idle();
    const auto condition = GENERATE(
        as<std::string>{},
        "Name = 'Müller'",
        "Name IN ('MÜLLER', 'x')",
        "Name LIKE 'mÜ%'",
        "Name LIKE '%Üller'",
        "Name > 'mzz' AND Name < 'MÜZ'"
    );
    CHECK(require_value(query("SELECT COUNT() FROM Account WHERE " + condition)).total == 2);
    const auto groups =
        require_value(query("SELECT Name, COUNT(Id) FROM Account GROUP BY Name ORDER BY Name"));
    CHECK(values(groups, 1) == std::vector<std::string>{"1", "2", "2"});
    CHECK(
        values(require_value(query("SELECT COUNT_DISTINCT(Name) FROM Account"))) ==
        std::vector<std::string>{"3"}
    );
    CHECK(
        values(require_value(query("SELECT Name FROM Account ORDER BY Name, Id"))) ==
        std::vector<std::string>{"\"Muller\"", "\"MÜLLER\"", "\"müller\"", "\"Äpfel\"", "\"ÄPFEL\""}
    );
}

TEST_CASE_METHOD(QueryFixture, "long answers come in pages, and any page can be read again") {
    add_accounts(5);
    const auto first = require_value(query("SELECT Name FROM Account", 2));
    CHECK(first.total == 5);
    CHECK(values(first) == std::vector<std::string>{"\"1\"", "\"2\""});
    REQUIRE(first.next_locator.has_value());
    const auto second = require_value(more(*first.next_locator));
    CHECK(second.total == 5);
    CHECK(values(second) == std::vector<std::string>{"\"3\"", "\"4\""});
    const auto third = require_value(more(*second.next_locator));
    CHECK(values(third) == std::vector<std::string>{"\"5\""});
    CHECK_FALSE(third.next_locator.has_value());
    CHECK(values(require_value(more(*first.next_locator))) == values(second));
}

TEST_CASE_METHOD(QueryFixture, "an answer that fits its page exactly has no second one") {
    add_accounts(4);
    CHECK_FALSE(require_value(query("SELECT Id FROM Account", 4)).next_locator.has_value());
    const auto first = require_value(query("SELECT Id FROM Account", 2));
    CHECK_FALSE(require_value(more(*first.next_locator)).next_locator.has_value());
}

TEST_CASE_METHOD(QueryFixture, "a cursor keeps the rows of its query, whatever is written later") {
    add_accounts(3);
    const auto first = require_value(query("SELECT Name FROM Account", 1));
    add_accounts(3);
    load("Account", "delete", "Id\n001RL0000000002YAA\n");
    org.run_until_idle();
    const auto second = require_value(more(*first.next_locator));
    CHECK(second.total == 3);
    CHECK(values(second) == std::vector<std::string>{"\"2\""});
}

TEST_CASE_METHOD(QueryFixture, "locators that are none") {
    add_accounts(3);
    const std::string locator = *require_value(query("SELECT Id FROM Account", 1)).next_locator;
    const std::string id = locator.substr(0, locator.find('-'));
    const auto text = GENERATE_COPY(
        as<std::string>{},
        "",
        "-",
        "nonsense",
        "nonsense-1",
        id,
        id + "-",
        id + "-x",
        id + "--1",
        id + "-3",
        id + "-99999999999999999999",
        "01gRL0000000099-1",
        "001RL0000000001-1",
        "01gXYZ000000001-1"
    );
    CAPTURE(text);
    CHECK(error_of(more(text)) == "INVALID_QUERY_LOCATOR:invalid query locator:--");
}

TEST_CASE_METHOD(
    QueryFixture, "a hundred cursors live at once; the one unused for longest goes first"
) {
    add_accounts(2);
    std::vector<std::string> locators;
    for (int i = 0; i < 100; ++i) {
        locators.push_back(*require_value(query("SELECT Id FROM Account", 1)).next_locator);
        org.advance(seconds(1));
    }
    // Short answers take no cursor, and reading a page counts as use.
    CHECK(query("SELECT Id FROM Account").has_value());
    CHECK(more(locators[0]).has_value());
    CHECK(query("SELECT Id FROM Account", 1).has_value());
    CHECK(more(locators[0]).has_value());
    CHECK_FALSE(more(locators[1]).has_value());
    CHECK(more(locators[2]).has_value());
}

TEST_CASE_METHOD(QueryFixture, "deleted rows show when they are asked for") {
    add_accounts(2);
    load("Account", "delete", "Id\n001RL0000000001YAA\n");
    org.run_until_idle();
    CHECK(require_value(query("SELECT Id FROM Account")).total == 1);
    CHECK(
        values(require_value(query("SELECT IsDeleted FROM Account ALL ROWS"))) ==
        std::vector<std::string>{"true", "false"}
    );
    RunQuery all;
    all.soql = "SELECT Id FROM Account";
    all.include_deleted = true;
    CHECK(require_value(org.ask(all)).total == 2);
}

TEST_CASE_METHOD(QueryFixture, "queries that cannot be answered") {
    CHECK(query("SELEKT Id FROM Account").error().code == ErrorCode::malformed_query);
    CHECK(query("SELECT Id FROM Nope__c").error().code == ErrorCode::invalid_type);
    CHECK(query("SELECT Nope FROM Account").error().code == ErrorCode::invalid_field);
    CHECK(query("SELECT Id FROM Account WHERE Nope = 1").error().code == ErrorCode::invalid_field);
    CHECK(query("SELECT Parent.Nope FROM Account").error().code == ErrorCode::invalid_field);
}

TEST_CASE_METHOD(QueryFixture, "FIELDS() stands for fields, and no field comes twice") {
    add_accounts(1);
    const auto& fields = engine_schema()->find("Account")->fields();
    const auto all = require_value(query("SELECT FIELDS(ALL) FROM Account LIMIT 1"));
    CHECK(all.records.at(0).fields.size() == fields.size());
    const auto custom = require_value(query("SELECT Id, FIELDS(CUSTOM) FROM Account LIMIT 1"));
    CHECK(custom.records.at(0).fields.size() == 2);
    CHECK(custom.columns.at(1).name == "Code__c");
    const auto standard = require_value(query("SELECT FIELDS(STANDARD) FROM Account"));
    CHECK(standard.records.at(0).fields.size() == fields.size() - 1);
    for (const char* twice :
         {"SELECT Id, FIELDS(ALL) FROM Account LIMIT 1",
          "SELECT Id, Name, id FROM Account",
          "SELECT Owner.Name, owner.name FROM Account"}) {
        const auto refused = query(twice);
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().code == ErrorCode::invalid_field);
        CHECK_THAT(refused.error().message, Catch::Contains("duplicate field selected: "));
    }
}

TEST_CASE_METHOD(QueryFixture, "TYPEOF shows what a record's type asks for") {
    const std::string acme = account("Acme");
    load("Contact", "insert", contacts_csv(1, acme));
    org.run_until_idle();
    const auto contact = require_value(query("SELECT Id FROM Contact"));
    const auto task = [&](const std::string& field, const std::string& id) {
        require_value(
            org.write({"Task", Operation::insert, {}, {}, {{"Subject", "Call"}, {field, id}}})
        );
    };
    task("WhatId", acme);
    task("WhoId", contact.records.at(0).id.text());
    const auto reply = require_value(query(
        "SELECT Subject, TYPEOF What WHEN Account THEN Name, Owner.Name ELSE Id END, TYPEOF Who "
        "WHEN Lead THEN Company END FROM Task"
    ));
    REQUIRE(reply.records.size() == 2);
    const RecordFields::Parent& what = reply.records[0].parents.at(0);
    CHECK(what.name == "What");
    CHECK(what.record.at(0).object == "Account");
    CHECK(what.record.at(0).fields.at(0).second == "\"Acme\"");
    CHECK(what.record.at(0).parents.at(0).record.at(0).object == "User");
    CHECK(reply.records[1].parents.at(0).record.empty());
    // No branch for a contact, and no ELSE.
    CHECK(reply.records[1].parents.at(1).name == "Who");
    CHECK(reply.records[1].parents.at(1).record.empty());
    CHECK(
        values(require_value(query("SELECT Id FROM Task WHERE What.Type = 'Account'"))).size() == 1
    );
    const auto code = [&](const std::string& soql) { return query(soql).error().code; };
    CHECK(
        code("SELECT TYPEOF Owner WHEN User THEN Id END FROM Account") == ErrorCode::invalid_field
    );
    CHECK(code("SELECT TYPEOF What WHEN Lead THEN Id END FROM Task") == ErrorCode::invalid_type);
    CHECK(
        code("SELECT TYPEOF What WHEN Account THEN Nope END FROM Task") == ErrorCode::invalid_field
    );
}

TEST_CASE_METHOD(
    QueryFixture, "ELSE of TYPEOF shows what all that may be meant has: a name, a type"
) {
    const auto leak =
        require_value(org.write({"Case", Operation::insert, {}, {}, {{"Subject", "Leak"}}}));
    require_value(org.write(
        {"Task", Operation::insert, {}, {}, {{"Subject", "Call"}, {"WhatId", leak.id.text()}}}
    ));
    const std::string what = "TYPEOF What WHEN Account THEN Phone ELSE ";
    const auto shown = require_value(query("SELECT " + what + "Name, Type END FROM Task"));
    const auto& fields = shown.records.at(0).parents.at(0).record.at(0).fields;
    REQUIRE(fields.size() == 2);
    CHECK(fields[0].first == "Name");
    CHECK(fields[0].second == values(require_value(query("SELECT CaseNumber FROM Case"))).at(0));
    CHECK(fields[1].first == "Type");
    CHECK(fields[1].second == "\"Case\"");
    const auto refused = query("SELECT " + what + "Name, Bogus END FROM Task");
    CHECK_THAT(refused.error().message, Catch::Contains("No such column 'Bogus' on entity 'Name'"));
    CHECK_THAT(
        query("SELECT " + what + "Name, name END FROM Task").error().message,
        Catch::Contains("duplicate field selected")
    );
}

TEST_CASE_METHOD(QueryFixture, "a record shows each name once") {
    const auto refused = [&](const std::string& fields, const std::string& object) {
        const auto reply = query("SELECT " + fields + " FROM " + object);
        return reply ? std::string{}
                     : reply.error().message.substr(reply.error().message.rfind('\n') + 1);
    };
    const std::string who = "TYPEOF Who WHEN Contact THEN Name END";
    CHECK(refused(who + ", Who.Name", "Task") == "duplicate field selected: Who");
    CHECK(refused("Who.Name, " + who, "Task") == "duplicate field selected: Who");
    CHECK(refused(who + ", " + who, "Task") == "duplicate field selected: Who");
    CHECK(
        refused("TYPEOF Who WHEN Contact THEN Name, name END", "Task") ==
        "duplicate field selected: Name"
    );
    CHECK(
        refused("FORMAT(AnnualRevenue) parent, Parent.Name", "Account") ==
        "duplicate field selected: Parent"
    );
    CHECK(refused(who + ", What.Name, What.Type, WhoId", "Task").empty());
}

TEST_CASE_METHOD(QueryFixture, "semi-joins and anti-joins") {
    add_accounts(3);
    const std::string acme = account("Acme");
    load("Contact", "insert", contacts_csv(2, acme));
    load("Contact", "insert", "LastName\nNobody\n");
    org.run_until_idle();
    const auto names = [&](const std::string& where) {
        return values(require_value(query("SELECT Name FROM Account WHERE " + where)));
    };
    using Names = std::vector<std::string>;
    CHECK(names("Id IN (SELECT AccountId FROM Contact)") == Names{"\"Acme\""});
    CHECK(
        names("Id NOT IN (SELECT AccountId FROM Contact) AND Name != '2'") ==
        Names{"\"1\"", "\"3\""}
    );
    CHECK(names("Id IN (SELECT AccountId FROM Contact WHERE LastName = 'x')").empty());
    CHECK(
        require_value(
            query("SELECT COUNT() FROM Contact WHERE AccountId IN (SELECT Id FROM Account "
                  "WHERE Name = 'Acme')")
        )
            .total == 2
    );
    const auto code = [&](const std::string& where) {
        return query("SELECT Id FROM Account WHERE " + where).error().code;
    };
    CHECK(code("Id IN (SELECT LastName FROM Contact)") == ErrorCode::malformed_query);
    CHECK(code("Id IN (SELECT Nope FROM Contact)") == ErrorCode::invalid_field);
    CHECK(code("Id IN (SELECT Id FROM Nope)") == ErrorCode::invalid_type);
    CHECK(
        code("Name IN (SELECT AccountId FROM Contact)") == ErrorCode::invalid_query_filter_operator
    );
}

TEST_CASE_METHOD(QueryFixture, "a semi-join selects ids of what its operand holds ids of") {
    const auto refused = [&](const std::string& soql) {
        const auto reply = query(soql);
        return reply ? std::string{} : reply.error().message;
    };
    const std::string text =
        "\nERROR at Row:1:Column:30\nThe selected field 'Id' in the subquery and the left operand "
        "field in the where expression in the outer query 'Id' should point to the same object "
        "type";
    for (const std::string in : {"IN", "NOT IN"}) {
        const std::string message =
            refused("SELECT Id FROM Account WHERE Id " + in + " (SELECT Id FROM Contact)");
        CHECK(message.ends_with(text));
    }
    CHECK_FALSE(
        refused("SELECT Id FROM Contact WHERE Account.ParentId IN (SELECT Id FROM Lead)").empty()
    );
    // One of the objects that a reference may lead to is enough.
    CHECK(refused("SELECT Id FROM Task WHERE WhatId IN (SELECT Id FROM Account)").empty());
    CHECK(refused("SELECT Id FROM Account WHERE Id IN (SELECT WhatId FROM Task)").empty());
    CHECK(refused("SELECT Id FROM Contact WHERE OwnerId IN (SELECT OwnerId FROM Account)").empty());
}

TEST_CASE_METHOD(
    QueryFixture, "a parent's fields decide about children as if they were their own"
) {
    add_accounts(3);
    const std::string acme = account("Acme");
    const std::string peak = account("Peak");
    load("Contact", "insert", contacts_csv(2, acme));
    load("Contact", "insert", contacts_csv(1, peak));
    load("Contact", "insert", "LastName\nNobody\n");
    org.run_until_idle();
    const auto count = [&](const std::string& where) {
        return require_value(query("SELECT COUNT() FROM Contact WHERE " + where)).total;
    };
    CHECK(count("Account.Name LIKE '%cme'") == 2);
    CHECK(count("Account.Name = 'peak'") == 1);
    CHECK(count("Account.Name = null") == 1);
    CHECK(count("Account.Name != 'Acme'") == 2);
    CHECK(count("(Account.Name = 'Acme' OR Account.Name = 'Peak') AND LastName != 'x'") == 3);
    CHECK(count("Account.Name = 'Acme' OR LastName = 'Nobody'") == 3);
    CHECK(count("NOT (Account.Name LIKE 'P%' AND LastName != null)") == 3);
    CHECK(count("Account.Name = 'Acme' AND Account.Owner.Name != null") == 2);
}

TEST_CASE_METHOD(QueryFixture, "date literals follow the org's clock") {
    add_accounts(1);
    const std::string today = "SELECT COUNT() FROM Account WHERE CreatedDate = TODAY";
    CHECK(require_value(query(today)).total == 1);
    org.advance(seconds(24 * 3600.0));
    CHECK(require_value(query(today)).total == 0);
    CHECK(
        require_value(query("SELECT COUNT() FROM Account WHERE CreatedDate = YESTERDAY")).total == 1
    );
}

TEST_CASE_METHOD(QueryFixture, "functions show values another way") {
    require_value(org.write(
        {"Account",
         Operation::insert,
         {},
         {},
         {{"Name", "A"}, {"AnnualRevenue", "1234567"}, {"Industry", "Banking"}}}
    ));
    const auto reply = require_value(query(
        "SELECT toLabel(Industry), FORMAT(AnnualRevenue) shown, convertCurrency(AnnualRevenue) "
        "FROM Account"
    ));
    CHECK(
        reply.records.at(0).fields ==
        std::vector<std::pair<std::string, std::string>>{
            {"Industry", "\"Banking\""},
            {"shown", "\"$1,234,567\""},
            {"AnnualRevenue", "1234567.0"}}
    );
    CHECK(
        query("SELECT CALENDAR_YEAR(CreatedDate) FROM Account").error().code ==
        ErrorCode::malformed_query
    );
}

TEST_CASE_METHOD(QueryFixture, "fields that cannot be sorted") {
    CHECK_THAT(
        query("SELECT Id FROM Account ORDER BY Description").error().message,
        Catch::Contains("field 'Description' can not be sorted in a query call")
    );
}

TEST_CASE_METHOD(QueryFixture, "labels stand in conditions, groups and orders as well") {
    for (const char* const industry : {"Banking", "Energy", "Banking"}) {
        require_value(org.write(
            {"Account", Operation::insert, {}, {}, {{"Name", "A"}, {"Industry", industry}}}
        ));
    }
    CHECK(
        require_value(query("SELECT Id FROM Account WHERE toLabel(Industry) = 'Banking'")).total ==
        2
    );
    const auto groups = require_value(
        query("SELECT toLabel(Industry), COUNT(Id) FROM Account GROUP BY toLabel(Industry)")
    );
    CHECK(groups.total == 2);
    const auto sorted =
        require_value(query("SELECT Industry FROM Account ORDER BY toLabel(Industry) DESC LIMIT 1")
        );
    CHECK(sorted.records.at(0).fields.at(0).second == "\"Energy\"");
    CHECK(
        query("SELECT Id FROM Account WHERE toLabel(Nonsense) = 'x'").error().code ==
        ErrorCode::invalid_field
    );
}

TEST_CASE_METHOD(QueryFixture, "a record is read by its id") {
    const std::string acme = account("Acme");
    const auto record =
        require_value(org.ask(GetRecord{"account", acme.substr(0, 15), {"name", "Phone"}}));
    CHECK(record.object == "Account");
    CHECK(record.id.text() == acme);
    REQUIRE(record.fields.size() == 2);
    CHECK(record.fields[0] == std::pair<std::string, std::string>{"Name", "\"Acme\""});
    CHECK(record.fields[1].second == "null");
    const auto whole = require_value(org.ask(GetRecord{"Account", acme, {}}));
    CHECK(whole.fields.size() == engine_schema()->find("Account")->fields().size());
}

TEST_CASE_METHOD(QueryFixture, "records that cannot be read") {
    const std::string acme = account("Acme");
    const std::string not_found = "NOT_FOUND:The requested resource does not exist:--";
    CHECK(error_of(org.ask(GetRecord{"Nope", acme, {}})) == not_found);
    CHECK(error_of(org.ask(GetRecord{"Contact", acme, {}})) == not_found);
    CHECK(error_of(org.ask(GetRecord{"Account", "001RL0000000099", {}})) == not_found);
    CHECK(
        error_of(org.ask(GetRecord{"Account", "nonsense", {}})) ==
        "MALFORMED_ID:malformed id nonsense:--"
    );
    CHECK(
        error_of(org.ask(GetRecord{"Account", acme, {"Nope"}})) ==
        "INVALID_FIELD:No such column 'Nope' on sobject of type Account:--"
    );
    require_value(org.write({"Account", Operation::remove, acme, {}, {}}));
    CHECK(
        error_of(org.ask(GetRecord{"Account", acme, {}})) ==
        "ENTITY_IS_DELETED:entity is deleted:--"
    );
}

}  // namespace
}  // namespace rowlock
