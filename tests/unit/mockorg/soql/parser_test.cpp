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
    REQUIRE(query.fields.size() == 2);
    CHECK(query.fields[1].steps == std::vector<std::string>{"Account", "Owner", "Name"});
    CHECK(query.fields[1].position == 11);
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
    CHECK(query.fields.empty());
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
    CHECK(parsed("SELECT Count, Rows, All__c FROM Account").fields.size() == 3);
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
        {"SELECT Id Name FROM A", "unexpected token: 'Name'"},
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
        {"SELECT Id FROM A WHER Name = 'x'", "unexpected token: 'WHER'"},
        {"SELECT Id FROM A;", "unexpected token: ';'"},
    };
    for (const Wrong& wrong : wrongs) {
        CHECK_THAT(refusal(wrong.query), Catch::EndsWith(wrong.ending));
    }
}

TEST_CASE("SOQL that is not supported is refused by name") {
    struct Unsupported {
        const char* query;
        const char* name;
    };

    const std::vector<Unsupported> list{
        {"SELECT COUNT(Id) FROM A", "the function COUNT()"},
        {"SELECT Id, SUM(Amount) total FROM A", "the function SUM()"},
        {"SELECT FIELDS(ALL) FROM A", "the function FIELDS()"},
        {"SELECT toLabel(Status) FROM A", "the function toLabel()"},
        {"SELECT Id, (SELECT Id FROM Contacts) FROM A", "a subquery in the SELECT list"},
        {"SELECT TYPEOF What WHEN Account THEN Phone END FROM Event", "TYPEOF"},
        {"SELECT a.Id FROM Account a", "an alias"},
        {"SELECT a.Id FROM Account AS a WHERE a.Id = null", "an alias"},
        {"SELECT Id FROM Account, Account.Contacts c", "more than one object"},
        {"SELECT Id FROM A USING SCOPE mine", "USING SCOPE"},
        {"SELECT Id FROM A WHERE Id IN (SELECT AccountId FROM Contact)",
         "a subquery in a condition"},
        {"SELECT Id FROM A WHERE Id IN :ids", "a bind variable"},
        {"SELECT Id FROM A WHERE Id = :id", "a bind variable"},
        {"SELECT Id FROM A LIMIT :n", "a bind variable"},
        {"SELECT Id FROM A WHERE D = TODAY", "a date literal"},
        {"SELECT Id FROM A WHERE D = last_n_days:30", "a date literal"},
        {"SELECT Id FROM A WHERE D = NEXT_FISCAL_YEAR", "a date literal"},
        {"SELECT Id FROM A WHERE D IN (THIS_WEEK)", "a date literal"},
        {"SELECT Id FROM A WHERE Amount > USD5000", "a currency code"},
        {"SELECT Id FROM A WHERE T = 12:00:00.000Z", "a time of day"},
        {"SELECT Id FROM A WHERE M INCLUDES ('a;b')", "INCLUDES"},
        {"SELECT Id FROM A WHERE M excludes ('a')", "EXCLUDES"},
        {"SELECT Id FROM A WHERE CALENDAR_YEAR(D) = 2026", "the function CALENDAR_YEAR()"},
        {"SELECT Id FROM A WHERE D = convertTimezone(D)", "the function convertTimezone()"},
        {"SELECT Id FROM A WITH SECURITY_ENFORCED", "WITH"},
        {"SELECT Name FROM A GROUP BY Name", "GROUP BY"},
        {"SELECT Name FROM A WHERE a = 1 GROUP BY Name HAVING a = 1", "GROUP BY"},
        {"SELECT Name FROM A HAVING a = 1", "HAVING"},
        {"SELECT Id FROM A ORDER BY COUNT(Id)", "the function COUNT()"},
        {"SELECT Id FROM A LIMIT 1 FOR UPDATE", "FOR UPDATE"},
        {"SELECT Id FROM A FOR VIEW", "FOR VIEW"},
        {"SELECT Id FROM A UPDATE TRACKING", "UPDATE TRACKING"},
    };
    for (const Unsupported& entry : list) {
        const std::string message = refusal(entry.query);
        CHECK_THAT(
            message,
            Catch::Contains(entry.name) && Catch::EndsWith("not supported by this mock org")
        );
    }
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

/// A query of random words is parsed or refused, never worse.
TEST_CASE("nonsense does no harm") {
    rc::prop("nonsense does no harm", [] {
        const auto words = *rc::gen::container<std::vector<std::string>>(
            rc::gen::elementOf(std::vector<std::string>{
                "SELECT", "FROM", "WHERE", "AND",   "OR",   "NOT", "IN",    "LIKE",
                "ORDER",  "BY",   "LIMIT", "(",     ")",    ",",   ".",     "=",
                "!=",     "<",    "Id",    "Name",  "'a'",  "5",   "null",  ":",
                "COUNT",  "ALL",  "ROWS",  "NULLS", "DESC", "FOR", "GROUP", "2026-01-31"})
        );
        std::string text =
            *rc::gen::elementOf(std::vector<std::string>{"", "SELECT Id FROM A WHERE "});
        for (const std::string& word : words) text += word + " ";
        const Result<Query> query = parse_query(text);
        if (query) RC_ASSERT(print(*parse_query(print(*query))) == print(*query));
    });
}

}  // namespace
}  // namespace rowlock::soql
