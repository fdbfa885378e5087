#include "mockorg/engine/index_choice.hpp"

#include "mockorg/soql/parser.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

using Names = std::vector<std::string>;

Names leading(const std::string& where, const std::string& object = "Widget__c") {
    const std::string soql = "SELECT Id FROM " + object + where;
    const auto query = require_value(soql::parse_query(soql));
    return fields_leading_to_rows(*engine_schema(), query, soql);
}

TEST_CASE("rows are found by ids, keys and parents; other conditions look at all") {
    CHECK(leading(" WHERE Id = '001TST000000001'") == Names{"Id"});
    CHECK(leading(" WHERE Key__c IN ('a', 'b') AND Color__c = 'Red'") == Names{"Key__c"});
    CHECK(leading(" WHERE Number_Key__c = 5") == Names{"Number_Key__c"});
    CHECK(leading(" WHERE Account__c = '001TST000000001'") == Names{"Account__c"});
    CHECK(
        leading(" WHERE Account__c IN (SELECT Id FROM Account WHERE CreatedDate = TODAY)") ==
        Names{"Account__c"}
    );
    CHECK(leading("").empty());
    CHECK(leading(" WHERE Color__c = 'Red'").empty());
    CHECK(leading(" WHERE Key__c != 'a'").empty());
    CHECK(leading(" WHERE OwnerId = '005TST000000001'").empty());
    CHECK(leading(" WHERE Nonsense = 'a'").empty());
    CHECK(leading("", "Nonsense").empty());
}

TEST_CASE("alternatives need an index each") {
    CHECK(leading(" WHERE Key__c = 'a' OR Number_Key__c = 5") == Names{"Key__c", "Number_Key__c"});
    CHECK(leading(" WHERE Key__c = 'a' OR Color__c = 'Red'").empty());
}

}  // namespace
}  // namespace rowlock
