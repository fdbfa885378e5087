#include "mockorg/soql/parser.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/soql/printing.hpp"

namespace rowlock::soql {
namespace {

Query parsed(std::string_view text) {
    const Result<Query> query = parse_query(text);
    INFO((query ? std::string{} : query.error().message));
    REQUIRE(query.has_value());
    return *query;
}

std::string refusal(std::string_view text) {
    const Result<Query> query = parse_query(text);
    CAPTURE(text);
    REQUIRE_FALSE(query.has_value());
    CHECK(query.error().code == ErrorCode::malformed_query);
    return query.error().message;
}

TEST_CASE("a plain query") {
    const Query query = parsed("select Id, Account.Owner.Name from Contact");
    REQUIRE(query.items.size() == 2);
    const FieldPath& path = query.items[1].operand.field;
    CHECK(path.steps == std::vector<std::string>{"Account", "Owner", "Name"});
    CHECK(path.position == 11);
    CHECK(query.object == "Contact");
    CHECK(query.object_position == 35);
    CHECK_FALSE(query.count_only);
    CHECK_FALSE(query.where.has_value());
    CHECK_FALSE(query.limit.has_value());
    CHECK_FALSE(query.all_rows);
}

TEST_CASE("every clause, in its order") {
    const Query query = parsed(
        "SELECT COUNT() FROM Account WHERE Name != null ORDER BY Name DESC NULLS LAST, Id, "
        "CreatedDate ASC NULLS "
        "FIRST LIMIT 10 OFFSET 2000 ALL ROWS"
    );
    CHECK(query.count_only);
    CHECK(query.items.empty());
    CHECK(query.where->comparison == Comparison::ne);
    REQUIRE(query.order_by.size() == 3);
    CHECK(query.order_by[0].descending);
    CHECK(query.order_by[0].nulls_last);
    CHECK_FALSE(query.order_by[1].descending);
    CHECK_FALSE(query.order_by[2].nulls_last);
    CHECK(query.limit == 10U);
    CHECK(query.offset == 2000U);
    CHECK(query.all_rows);
}

TEST_CASE("words that are keywords only in their place may be fields") {
    CHECK(parsed("SELECT Count, Rows, All__c FROM Account").items.size() == 3);
    CHECK(parsed("SELECT Id FROM Group").object == "Group");
    CHECK(parsed("SELECT Id FROM Order WHERE Order.Name = 'x' ORDER BY Name").object == "Order");
}

TEST_CASE("every comparison") {
    const auto comparison = [](const std::string& sign) {
        const Result<Condition> condition = parse_condition("A " + sign);
        INFO(sign);
        REQUIRE(condition.has_value());
        return condition->comparison;
    };
    CHECK(comparison("= 1") == Comparison::eq);
    CHECK(comparison("!= 1") == Comparison::ne);
    CHECK(comparison("<> 1") == Comparison::ne);
    CHECK(comparison("< 1") == Comparison::lt);
    CHECK(comparison("<= 1") == Comparison::le);
    CHECK(comparison("> 1") == Comparison::gt);
    CHECK(comparison(">= 1") == Comparison::ge);
    CHECK(comparison("like 'x%'") == Comparison::like);
    CHECK(comparison("In (1, 2)") == Comparison::in);
    CHECK(comparison("not IN ('a')") == Comparison::not_in);
}

TEST_CASE("every literal") {
    const auto literal = [](const std::string& text) {
        const Result<Condition> condition = parse_condition("A = " + text);
        INFO(text);
        REQUIRE(condition.has_value());
        REQUIRE(condition->literals.size() == 1);
        CHECK(condition->literals[0].position == 4);
        return condition->literals[0];
    };
    CHECK(literal("NULL").kind == Literal::Kind::null);
    CHECK(literal("True").kind == Literal::Kind::boolean);
    CHECK(literal("FALSE").kind == Literal::Kind::boolean);
    CHECK(literal("-1.5").kind == Literal::Kind::number);
    CHECK(literal("-1.5").text == "-1.5");
    CHECK(literal("'a\\'b'").kind == Literal::Kind::text);
    CHECK(literal("'a\\'b'").text == "a'b");
    CHECK(literal("2026-01-31").kind == Literal::Kind::date);
    CHECK(literal("2026-01-31T00:00:00Z").kind == Literal::Kind::datetime);
}

TEST_CASE("a LIKE pattern keeps its escapes, other texts do not") {
    CHECK(parse_condition("A LIKE '1\\%'")->literals[0].text == "1\\%");
    CHECK(parse_condition("A = '1\\%'")->literals[0].text == "1%");
}

TEST_CASE("conditions nest as written") {
    const auto shape = [](std::string_view text) { return print(*parse_condition(text)); };
    CHECK(shape("a = 1 AND b = 2 AND c = 3") == "(a = 1 AND b = 2 AND c = 3)");
    CHECK(shape("a = 1 OR b = 2 OR (c = 3 AND d = 4)") == "(a = 1 OR b = 2 OR (c = 3 AND d = 4))");
    CHECK(shape("((a = 1))") == "a = 1");
    CHECK(shape("NOT a = 1") == "(NOT a = 1)");
    CHECK(shape("(NOT (a = 1 OR b = 2)) AND c = 3") == "((NOT (a = 1 OR b = 2)) AND c = 3)");
}

TEST_CASE("as in an org, AND, OR and NOT need parentheses between them") {
    CHECK_THAT(
        refusal("SELECT Id FROM A WHERE a = 1 AND b = 2 OR c = 3"),
        Catch::EndsWith("unexpected token: 'OR'")
    );
    CHECK_THAT(
        refusal("SELECT Id FROM A WHERE a = 1 OR b = 2 AND c = 3"),
        Catch::EndsWith("unexpected token: 'AND'")
    );
    CHECK_THAT(
        refusal("SELECT Id FROM A WHERE a = 1 AND NOT b = 2"),
        Catch::EndsWith("unexpected token: 'NOT'")
    );
    CHECK_THAT(
        refusal("SELECT Id FROM A WHERE NOT a = 1 AND b = 2"),
        Catch::EndsWith("unexpected token: 'AND'")
    );
}

TEST_CASE("an error shows the query and the place") {
    CHECK(
        refusal("SELECT Id FROM Account WHERE") ==
        "\nSELECT Id FROM Account WHERE\n                            ^\n"
        "ERROR at Row:1:Column:29\nunexpected token: '<EOF>'"
    );
}

TEST_CASE("what is no query is refused with the word in the way") {
    struct Wrong {
        const char* query;
        const char* ending;
    };

    const std::vector<Wrong> wrongs{
        {"SELECT", "unexpected token: '<EOF>'"},
        {"SELEC Id FROM A", "unexpected token: 'SELEC'"},
        {"SELECT FROM A", "unexpected token: 'FROM'"},
        {"SELECT Id, FROM A", "unexpected token: 'FROM'"},
        {"SELECT Id Name FROM A", "only aggregate expressions use field aliasing"},
        {"SELECT DISTANCE(Place__c, GEOLOCATION(1, 2), 'mi') FROM A", "unexpected token: '('"},
        {"SELECT Id FROM A WHERE SUM(Amount) > 1", "unexpected token: '('"},
        {"SELECT Id FROM A HAVING a = 1", "unexpected token: 'HAVING'"},
        {"SELECT TYPEOF What ELSE Name END FROM Task", "unexpected token: 'ELSE'"},
        {"SELECT TYPEOF What WHEN Account THEN Name FROM Task", "unexpected token: 'FROM'"},
        {"SELECT FIELDS(SOME) FROM A", "unexpected token: 'SOME'"},
        {"SELECT Id FROM A USING mine", "unexpected token: 'mine'"},
        {"SELECT Id FROM A WITH LOVE", "unexpected token: 'LOVE'"},
        {"SELECT Id FROM A FOR FUN", "unexpected token: 'FUN'"},
        {"SELECT Id FROM A UPDATE", "unexpected token: '<EOF>'"},
        {"SELECT Name FROM A GROUP BY ROLLUP(Name", "unexpected token: '<EOF>'"},
        {"SELECT Id FROM A WHERE D = LAST_N_DAYS", "unexpected token: '<EOF>'"},
        {"SELECT Id FROM A WHERE D = LAST_N_DAYS:-1", "unexpected token: '-1'"},
        {"SELECT Id FROM A WHERE D = TODAY:3", "unexpected token: ':'"},
        {"SELECT Id FROM A WHERE D = LAST_FORTNIGHT", "unexpected token: 'LAST_FORTNIGHT'"},
        {"SELECT Account. FROM A", "unexpected token: 'FROM'"},
        {"SELECT .Name FROM A", "unexpected token: '.'"},
        {"SELECT 'x' FROM A", "unexpected token: ''x''"},
        {"SELECT Id FROM", "unexpected token: '<EOF>'"},
        {"SELECT Id FROM WHERE", "unexpected token: 'WHERE'"},
        {"SELECT Id FROM 5", "unexpected token: '5'"},
        {"SELECT Id FROM A WHERE Name", "unexpected token: '<EOF>'"},
        {"SELECT Id FROM A WHERE Name IS NULL", "unexpected token: 'IS'"},
        {"SELECT Id FROM A WHERE Name = ", "unexpected token: '<EOF>'"},
        {"SELECT Id FROM A WHERE Name = abc", "unexpected token: 'abc'"},
        {"SELECT Id FROM A WHERE Name == 1", "unexpected token: '='"},
        {"SELECT Id FROM A WHERE (a = 1", "unexpected token: '<EOF>'"},
        {"SELECT Id FROM A WHERE a = 1)", "unexpected token: ')'"},
        {"SELECT Id FROM A WHERE ()", "unexpected token: ')'"},
        {"SELECT Id FROM A WHERE a IN ()", "unexpected token: ')'"},
        {"SELECT Id FROM A WHERE a IN (1,)", "unexpected token: ')'"},
        {"SELECT Id FROM A WHERE a IN 1", "unexpected token: '1'"},
        {"SELECT Id FROM A WHERE a NOT LIKE 'x'", "unexpected token: 'NOT'"},
        {"SELECT Id FROM A WHERE 1 = 1", "unexpected token: '1'"},
        {"SELECT Id FROM A ORDER Name", "unexpected token: 'Name'"},
        {"SELECT Id FROM A ORDER BY", "unexpected token: '<EOF>'"},
        {"SELECT Id FROM A ORDER BY Name NULLS", "unexpected token: '<EOF>'"},
        {"SELECT Id FROM A LIMIT", "unexpected token: '<EOF>'"},
        {"SELECT Id FROM A LIMIT -1", "unexpected token: '-1'"},
        {"SELECT Id FROM A LIMIT 1.5", "unexpected token: '1.5'"},
        {"SELECT Id FROM A LIMIT 99999999999999999999", "unexpected token: '99999999999999999999'"},
        {"SELECT Id FROM A LIMIT 1 WHERE a = 1", "unexpected token: 'WHERE'"},
        {"SELECT Id FROM A LIMIT 1 ORDER BY Id", "unexpected token: 'ORDER'"},
        {"SELECT Id FROM A ALL", "unexpected token: '<EOF>'"},
        {"SELECT Id FROM A WHER Name = 'x'", "unexpected token: 'Name'"},
        {"SELECT Id FROM A;", "unexpected token: ';'"},
    };
    for (const Wrong& wrong : wrongs) {
        CHECK_THAT(refusal(wrong.query), Catch::EndsWith(wrong.ending));
    }
}

TEST_CASE("every other clause parses to itself") {
    const auto text = GENERATE(
        as<std::string>{},
        "SELECT COUNT(Id), COUNT_DISTINCT(Name) n FROM A",
        "SELECT Id, SUM(Amount) total, MIN(D), MAX(D), AVG(Amount) FROM A GROUP BY Id",
        "SELECT FIELDS(ALL) FROM A LIMIT 200",
        "SELECT FIELDS(STANDARD) FROM A",
        "SELECT toLabel(Status), FORMAT(Amount) shown, convertCurrency(Amount) FROM A",
        "SELECT Id, (SELECT Id, (SELECT Id FROM Cases) FROM Contacts WHERE a = 1 ORDER BY Id ASC "
        "NULLS FIRST LIMIT 5) FROM A",
        "SELECT Id, (SELECT Id FROM A.Contacts) FROM A",
        "SELECT Id, TYPEOF What WHEN Account THEN Phone, Owner.Name WHEN Case THEN Subject ELSE "
        "Name END FROM Event",
        "SELECT Id FROM A WHERE Id IN (SELECT AccountId FROM Contact WHERE a = 1)",
        "SELECT Id FROM A WHERE (Id NOT IN (SELECT AccountId FROM Contact) AND a = 1)",
        "SELECT Id FROM A WHERE D = TODAY",
        "SELECT Id FROM A WHERE D >= last_n_days:30",
        "SELECT Id FROM A WHERE D IN (NEXT_FISCAL_YEAR, N_WEEKS_AGO:2)",
        "SELECT Id FROM A WHERE M INCLUDES ('a;b', 'c')",
        "SELECT Id FROM A WHERE M EXCLUDES ('a')",
        "SELECT Id FROM A WHERE CALENDAR_YEAR(D) = 2026",
        "SELECT CALENDAR_YEAR(D), COUNT(Id) FROM A GROUP BY CALENDAR_YEAR(D) HAVING COUNT(Id) > 1 "
        "ORDER BY COUNT(Id) DESC NULLS LAST",
        "SELECT Name, GROUPING(Name) g FROM A GROUP BY ROLLUP(Name, Id)",
        "SELECT Name FROM A WHERE a = 1 GROUP BY CUBE(Name) HAVING (Name != 'x' AND SUM(a) < 3)",
        "SELECT Id FROM A LIMIT 1 OFFSET 2 ALL ROWS FOR UPDATE"
    );
    CHECK(print(parsed(text)) == text);
}

TEST_CASE("clauses that change nothing") {
    const auto tail = GENERATE(
        as<std::string>{},
        " USING SCOPE mine",
        " WITH SECURITY_ENFORCED",
        " WITH USER_MODE",
        " WITH SYSTEM_MODE",
        " FOR VIEW",
        " FOR REFERENCE",
        " FOR VIEW FOR REFERENCE",
        " UPDATE TRACKING",
        " UPDATE VIEWSTAT, TRACKING"
    );
    CHECK(print(parsed("SELECT Id FROM A" + tail)) == "SELECT Id FROM A");
}

TEST_CASE("an amount in a currency is its number, and zones change no time") {
    CHECK(print(*parse_condition("Amount > USD5000")) == "Amount > 5000");
    CHECK(print(*parse_condition("HOUR_IN_DAY(convertTimezone(D)) = 3")) == "HOUR_IN_DAY(D) = 3");
}

TEST_CASE("aliases of objects are written out") {
    CHECK(
        print(parsed("SELECT a.Id, Name FROM Account a WHERE A.Name = 'x' ORDER BY a.Name")) ==
        "SELECT Id, Name FROM Account WHERE Name = 'x' ORDER BY Name ASC NULLS FIRST"
    );
    CHECK(
        print(parsed("SELECT c.Id, o.Name FROM Contact c, c.Account a, a.Owner o WHERE a.Name = 'x'"
        )) == "SELECT Id, Account.Owner.Name FROM Contact WHERE Account.Name = 'x'"
    );
    CHECK(
        print(parsed("SELECT (SELECT n.Id FROM a.Contacts n) FROM Account a")) ==
        "SELECT (SELECT Id FROM a.Contacts) FROM Account"
    );
    CHECK_THAT(
        refusal("SELECT (SELECT Id FROM Case.Contacts) FROM Account"),
        Catch::Contains("children of Account, not of Case")
    );
    CHECK_THAT(
        refusal("SELECT Id FROM Account AS a WHERE Id = null"),
        Catch::EndsWith("unexpected token: 'a'")
    );
}

TEST_CASE("bind variables belong to Apex") {
    for (const char* query :
         {"SELECT Id FROM A WHERE Id IN :ids",
          "SELECT Id FROM A WHERE Id = :id",
          "SELECT Id FROM A WHERE Id IN (:id)",
          "SELECT Id FROM A LIMIT :n"}) {
        CHECK_THAT(refusal(query), Catch::EndsWith("Bind variables only allowed in Apex code"));
    }
}

TEST_CASE("SOQL that is not supported is refused by name") {
    const auto refused = [](const char* query, const char* name) {
        CHECK_THAT(
            refusal(query),
            Catch::Contains(name) && Catch::EndsWith("not supported by this mock org")
        );
    };
    refused("SELECT Id FROM A WHERE T = 12:00:00.000Z", "a time of day");
    refused("SELECT Id FROM A WITH DATA CATEGORY Geo__c AT x__c", "WITH DATA CATEGORY");
    const Result<Condition> alone = parse_condition("Id IN (SELECT AccountId FROM Contact)");
    REQUIRE_FALSE(alone.has_value());
    CHECK_THAT(alone.error().message, Catch::Contains("a subquery in this condition"));
}

TEST_CASE("limits of a query") {
    CHECK(refusal("") == "SOQL statements cannot be empty or null");
    CHECK(refusal(" \n ") == "SOQL statements cannot be empty or null");
    CHECK(
        refusal(std::string(100'001, ' ') + "x") ==
        "SOQL statements cannot be longer than 100000 characters"
    );
    CHECK_FALSE(parse_condition("").has_value());

    const Result<Query> far = parse_query("SELECT Id FROM Account OFFSET 2001");
    REQUIRE_FALSE(far.has_value());
    CHECK(far.error().code == ErrorCode::number_outside_valid_range);
    CHECK_THAT(far.error().message, Catch::EndsWith("Maximum SOQL offset allowed is 2000"));

    std::string many = "SELECT Id FROM Account ORDER BY Name";
    for (int i = 0; i < 31; ++i) many += ", Name";
    CHECK(parse_query(many).has_value());
    CHECK_THAT(refusal(many + ", Name"), Catch::EndsWith("more than 32 fields in ORDER BY"));
}

TEST_CASE("nesting is bounded, length is not") {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '(') + "a = 1" + std::string(depth, ')');
    };
    CHECK(parse_condition(nested(200)).has_value());
    CHECK_FALSE(parse_condition(nested(201)).has_value());
    CHECK_THAT(
        parse_condition(std::string(99'000, '(')).error().message,
        Catch::EndsWith("the condition is nested too deeply")
    );
    std::string nots;
    for (int i = 0; i < 10'000; ++i) nots += "(NOT ";
    CHECK_FALSE(parse_condition(nots).has_value());

    std::string chain = "a = 1";
    for (int i = 0; i < 9'000; ++i) chain += " OR a = 1";
    CHECK(parse_condition(chain)->parts.size() == 9'001);
}

TEST_CASE("subqueries are nested four deep at most") {
    const auto nested = [](int depth) {
        std::string text;
        for (int i = 0; i < depth; ++i) text += "SELECT Id, (";
        text += "SELECT Id FROM A";
        for (int i = 0; i < depth; ++i) text += ") FROM A";
        return text;
    };
    CHECK(parse_query(nested(4)).has_value());
    CHECK_THAT(refusal(nested(5)), Catch::EndsWith("subqueries are nested too deeply"));
    CHECK_THAT(refusal(nested(2'000)), Catch::EndsWith("subqueries are nested too deeply"));
}

TEST_CASE("any bytes are parsed or refused") {
    rc::prop("any bytes are parsed or refused", [](const std::string& bytes) {
        parse_query(bytes);
        parse_query("SELECT " + bytes + " FROM A");
        const Result<Query> query = parse_query("SELECT Id FROM A WHERE " + bytes);
        RC_ASSERT(query.has_value() || !query.error().message.empty());
    });
}

/// A query of random words is parsed or refused, never worse.
TEST_CASE("nonsense does no harm") {
    rc::prop("nonsense does no harm", [] {
        const auto words = *rc::gen::container<std::vector<std::string>>(
            rc::gen::elementOf(std::vector<std::string>{
                "SELECT", "FROM",        "WHERE",    "AND",        "OR",     "NOT",    "IN",
                "LIKE",   "ORDER",       "BY",       "LIMIT",      "(",      ")",      ",",
                ".",      "=",           "!=",       "<",          "Id",     "Name",   "'a'",
                "5",      "null",        ":",        "COUNT",      "ALL",    "ROWS",   "NULLS",
                "DESC",   "FOR",         "GROUP",    "2026-01-31", "SUM",    "HAVING", "ROLLUP",
                "TYPEOF", "WHEN",        "THEN",     "END",        "UPDATE", "FIELDS", "FORMAT",
                "TODAY",  "LAST_N_DAYS", "INCLUDES", "USING",      "WITH",   "OFFSET"})
        );
        std::string text = *rc::gen::elementOf(std::vector<std::string>{
            "", "SELECT Id FROM A WHERE ", "SELECT Id FROM A GROUP BY ", "SELECT Id, ("});
        for (const std::string& word : words) text += word + " ";
        const Result<Query> query = parse_query(text);
        if (query) RC_ASSERT(print(*parse_query(print(*query))) == print(*query));
    });
}

}  // namespace
}  // namespace rowlock::soql
