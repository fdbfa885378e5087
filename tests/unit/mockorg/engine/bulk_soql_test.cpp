#include "mockorg/engine/bulk_soql.hpp"

#include "mockorg/engine/job_error.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

Result<BulkQuery> bound_query(const std::string& soql, BulkApi api = BulkApi::v2) {
    return bind_bulk_query(*engine_schema(), soql, api);
}

std::string v2_error(const std::string& soql) {
    const auto bound = bound_query(soql);
    if (bound) return {};
    return std::string{wire_code(bound.error().code)} + ": " + bound.error().message;
}

std::string v1_error(const std::string& soql) {
    const auto bound = bound_query(soql, BulkApi::v1);
    return bound ? std::string{} : job_error_text(bound.error());
}

TEST_CASE("columns are bound in the describe's spelling, parents' fields too") {
    const auto bound = bound_query("select id, account__r.owner.name, SIZE__C from widget__c");
    REQUIRE(bound.has_value());
    CHECK(bound->object->name == "Widget__c");
    REQUIRE(bound->columns.size() == 3);
    CHECK(bound->columns[0].canonical == "Id");
    CHECK(bound->columns[1].canonical == "Account__r.Owner.Name");
    CHECK(bound->columns[2].canonical == "Size__c");
}

TEST_CASE("PK chunking goes with plain queries only") {
    const auto supported = [](const std::string& tail) {
        return bound_query("SELECT Id FROM Widget__c" + tail)->pk_chunking_supported;
    };
    CHECK(supported(""));
    CHECK(supported(" WHERE Size__c > 1 AND Account__r.Name = 'A'"));
    CHECK_FALSE(supported(" LIMIT 10"));
    CHECK_FALSE(supported(" ORDER BY Size__c"));
    CHECK_FALSE(supported(" WHERE Id != null"));
    CHECK_FALSE(supported(" WHERE Size__c = 1 AND (NOT (Account__r.Id = null))"));
}

TEST_CASE("compound fields and child subqueries are refused in the words of each API") {
    CHECK(
        v2_error("SELECT Id, BillingAddress FROM Account") ==
        "API_ERROR: Selecting compound data not supported in Bulk Query"
    );
    CHECK(
        v2_error("SELECT Account__r.BillingAddress FROM Widget__c") ==
        "API_ERROR: Selecting compound data not supported in Bulk Query"
    );
    CHECK(
        v2_error("SELECT Id, (SELECT Id FROM Contacts) FROM Account") ==
        "API_ERROR: Aggregate Relationships not supported in Bulk V2 Query with CSV content type"
    );
    CHECK(
        v1_error("SELECT Id, BillingAddress FROM Account") ==
        "InvalidBatch : Failed to process query: FUNCTIONALITY_NOT_ENABLED: Selecting compound "
        "data not supported in Bulk Query"
    );
    CHECK(
        v1_error("SELECT Id, (SELECT Id FROM Contacts) FROM Account") ==
        "FeatureNotEnabled : Aggregate Relationships not supported in Bulk Query with CSV content "
        "type"
    );
    const auto type = GENERATE(ContentType::xml, ContentType::json);
    const auto refused = bind_bulk_query(
        *engine_schema(), "SELECT (SELECT Id FROM Contacts) FROM Account", BulkApi::v1, type
    );
    REQUIRE_FALSE(refused.has_value());
    CHECK(
        job_error_text(refused.error()) ==
        "FeatureNotEnabled : Aggregate Relationships not supported in Bulk Query"
    );
}

TEST_CASE("the rest of what bulk queries cannot do is refused by name") {
    const auto [soql, name] = GENERATE(table<std::string, std::string>({
        {"SELECT COUNT() FROM Account", "Aggregate function COUNT()"},
        {"select count( id ) from Account", "Aggregate function count()"},
        {"SELECT Name, MAX(CreatedDate) m FROM Account GROUP BY Name", "Aggregate function MAX()"},
        {"SELECT Name FROM Account GROUP BY Name", "GROUP BY"},
        {"SELECT Name FROM Account GROUP BY CALENDAR_YEAR(CreatedDate)", "GROUP BY"},
        {"SELECT Name FROM Account OFFSET 5", "OFFSET"},
        {"SELECT Name FROM Account LIMIT 1 offset 5", "OFFSET"},
        {"SELECT TYPEOF What WHEN Account THEN Name END FROM Task", "TYPEOF"},
    }));
    CHECK(v2_error(soql) == "API_ERROR: " + name + " not supported in Bulk Query");
    CHECK(
        v1_error(soql) == "InvalidBatch : Failed to process query: FUNCTIONALITY_NOT_ENABLED: " +
                              name + " not supported in Bulk Query"
    );
}

TEST_CASE("words of refused clauses may stand in texts and names") {
    CHECK(v2_error("SELECT Id FROM Account WHERE Name = 'GROUP BY x OFFSET 3'").empty());
    CHECK(v2_error("SELECT Id FROM Account WHERE Name = '(SELECT COUNT() FROM X)'").empty());
    CHECK(v2_error("SELECT Id FROM Group").empty());
}

TEST_CASE("mistakes in the query are named as such") {
    const auto code = [](const std::string& soql) {
        const auto bound = bound_query(soql);
        return bound ? std::string{} : std::string{wire_code(bound.error().code)};
    };
    CHECK(code("") == "MALFORMED_QUERY");
    CHECK(code("SELECT FROM Account") == "MALFORMED_QUERY");
    CHECK(code("SELECT Id FROM Account WHERE") == "MALFORMED_QUERY");
    CHECK(code("SELECT Id FROM Account WHERE Name = 'open") == "MALFORMED_QUERY");
    CHECK(code("SELECT Nope FROM Account") == "INVALID_FIELD");
    CHECK(code("SELECT Id FROM Account WHERE Nope = 1") == "INVALID_FIELD");
    CHECK(code("SELECT Id FROM Account ORDER BY Nope") == "INVALID_FIELD");
    CHECK(code("SELECT Id FROM Nope") == "INVALID_TYPE");
    CHECK(v1_error("SELECT Nope FROM Account")
              .starts_with("InvalidBatch : Failed to process query: INVALID_FIELD: "));
}

TEST_CASE("any text is bound or refused, never more") {
    rc::prop("words in any order", [] {
        const auto words =
            *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                "SELECT",
                "Id",
                ",",
                "(",
                ")",
                "FROM",
                "Account",
                "WHERE",
                "Name",
                "=",
                "'x'",
                "LIMIT",
                "OFFSET",
                "1",
                "COUNT",
                "GROUP",
                "BY",
                "TYPEOF",
                "ORDER",
                "\\",
                "'",
                "."
            ));
        std::string soql;
        for (const std::string& word : words) soql.append(word).append(" ");
        const auto bound = bound_query(soql);
        const bool useful = bound ? !bound->columns.empty() : !bound.error().message.empty();
        RC_ASSERT(useful);
    });
}

}  // namespace
}  // namespace rowlock
