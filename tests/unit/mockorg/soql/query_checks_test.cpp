#include "mockorg/soql/query_checks.hpp"

#include "mockorg/soql/parser.hpp"
#include "tests/support/test.hpp"

namespace rowlock::soql {
namespace {

std::string refusal(std::string_view text) {
    const Result<Query> query = parse_query(text);
    CAPTURE(text);
    REQUIRE_FALSE(query.has_value());
    CHECK(query.error().code == ErrorCode::malformed_query);
    return query.error().message;
}

TEST_CASE("FIELDS() needs a small LIMIT unless the fields are the standard ones") {
    const std::string message = "The SOQL FIELDS function must have a LIMIT of at most 200";
    CHECK_THAT(refusal("SELECT FIELDS(ALL) FROM Account"), Catch::EndsWith(message));
    CHECK_THAT(refusal("SELECT FIELDS(CUSTOM) FROM Account LIMIT 201"), Catch::EndsWith(message));
    CHECK(parse_query("SELECT FIELDS(ALL) FROM Account LIMIT 200").has_value());
    CHECK(parse_query("SELECT FIELDS(STANDARD) FROM Account").has_value());
    CHECK_THAT(
        refusal("SELECT (SELECT FIELDS(ALL) FROM Contacts) FROM Account LIMIT 1"),
        Catch::EndsWith(message)
    );
    CHECK_FALSE(parse_query("SELECT FIELDS(STANDARD) FROM Account GROUP BY Name").has_value());
}

TEST_CASE("only groups have aliases, and functions") {
    CHECK_THAT(
        refusal("SELECT Name n FROM Account"),
        Catch::Contains("ERROR at Row:1:Column:8") &&
            Catch::EndsWith("only aggregate expressions use field aliasing")
    );
    CHECK(parse_query("SELECT Name n FROM Account GROUP BY Name").has_value());
    CHECK(parse_query("SELECT FORMAT(Name) n FROM Account").has_value());
}

TEST_CASE("what overall aggregates and subqueries exclude") {
    const std::string overall =
        "Non-grouped query that uses overall aggregate functions cannot also use ";
    CHECK_THAT(
        refusal("SELECT MAX(CreatedDate) FROM Account LIMIT 1"), Catch::EndsWith(overall + "LIMIT")
    );
    CHECK_THAT(
        refusal("SELECT COUNT(Id) FROM Account ORDER BY Name"),
        Catch::EndsWith(overall + "ORDER BY")
    );
    CHECK(parse_query("SELECT COUNT() FROM Account LIMIT 1").has_value());
    CHECK_THAT(
        refusal("SELECT Id, (SELECT COUNT(Id) FROM Contacts) FROM Account"),
        Catch::EndsWith("only root queries support aggregate expressions")
    );
    CHECK_THAT(
        refusal("SELECT COUNT() FROM Account GROUP BY Name"),
        Catch::EndsWith("Grouped query cannot use COUNT()")
    );
    CHECK_FALSE(parse_query("SELECT Id FROM A GROUP BY CUBE(a, b, c, d)").has_value());
}

TEST_CASE("FOR UPDATE locks records in their own order") {
    CHECK(parse_query("SELECT Id FROM A LIMIT 1 FOR UPDATE").has_value());
    CHECK_FALSE(parse_query("SELECT Id FROM A ORDER BY Id FOR UPDATE").has_value());
    CHECK_FALSE(parse_query("SELECT COUNT() FROM A FOR UPDATE").has_value());
    CHECK_FALSE(parse_query("SELECT Id, (SELECT Id FROM Cs FOR UPDATE) FROM A").has_value());
}

TEST_CASE("semi-joins stand at the top, beside AND, two at most") {
    const std::string join = "Id IN (SELECT AccountId FROM Contact)";
    const auto where = [](const std::string& condition) {
        return "SELECT Id FROM Account WHERE " + condition;
    };
    CHECK(parse_query(where(join + " AND " + join)).has_value());
    CHECK(parse_query(where("(" + join + ") AND a = 1")).has_value());
    CHECK_THAT(
        refusal(where(join + " AND " + join + " AND " + join)),
        Catch::EndsWith("Maximum 2 semi join sub-selects are allowed")
    );
    CHECK_THAT(
        refusal(where("a = 1 OR " + join)),
        Catch::EndsWith("Semi join sub-selects are not allowed with the 'OR' operator")
    );
    const std::string nested =
        "only allowed at the top level WHERE expressions and not in nested "
        "WHERE expressions.";
    CHECK_THAT(refusal(where("a = 1 AND (b = 2 OR " + join + ")")), Catch::EndsWith(nested));
    CHECK_THAT(refusal(where("NOT " + join)), Catch::EndsWith(nested));
    CHECK_THAT(
        refusal(where("Id IN (SELECT AccountId FROM Contact WHERE " + join + ")")),
        Catch::EndsWith("Nesting of semi join sub-selects is not supported")
    );
    CHECK_FALSE(parse_query(where("Id IN (SELECT Id, Name FROM Contact)")).has_value());
    CHECK_FALSE(parse_query(where("Id IN (SELECT COUNT() FROM Contact)")).has_value());
    CHECK_FALSE(parse_query(where("Id IN (SELECT Id FROM Contact LIMIT 5)")).has_value());
    const std::string same = "The inner and outer selects should not be on the same object type";
    CHECK(parse_query("SELECT Id FROM Account WHERE Id IN (SELECT ParentId FROM account)")
              .error()
              .message.ends_with(same));
}

}  // namespace
}  // namespace rowlock::soql
