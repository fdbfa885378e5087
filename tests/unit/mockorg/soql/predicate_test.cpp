#include "mockorg/soql/predicate.hpp"

#include "mockorg/schema/schema_loader.hpp"
#include "mockorg/soql/parser.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/soql/fake_org.hpp"

namespace rowlock::soql {
namespace {

/// The standard objects, and a few fields they lack.
std::shared_ptr<const Schema> test_schema() {
    static const std::shared_ptr<const Schema> schema = *load_schema(
        R"({"objects": [{"name": "Account", "fields": [
            {"name": "Code__c", "type": "string", "externalId": true, "unique": true, "caseSensitive": true},
            {"name": "Opens__c", "type": "time"},
            {"name": "Tags__c", "type": "multipicklist"}]}]})",
        "test"
    );
    return schema;
}

const ObjectType& object(std::string_view name) {
    return *test_schema()->find(name);
}

Predicate bound(std::string_view object_name, std::string_view condition) {
    const Result<Condition> parsed = parse_condition(condition);
    CAPTURE(condition);
    INFO((parsed ? std::string{} : parsed.error().message));
    REQUIRE(parsed.has_value());
    Result<Predicate> predicate = Predicate::bind(*test_schema(), object(object_name), *parsed);
    INFO((predicate ? std::string{} : predicate.error().message));
    REQUIRE(predicate.has_value());
    return *std::move(predicate);
}

Error refusal(std::string_view object_name, std::string_view condition) {
    const Result<Condition> parsed = parse_condition(condition);
    CAPTURE(condition);
    REQUIRE(parsed.has_value());
    const Result<Predicate> predicate =
        Predicate::bind(*test_schema(), object(object_name), *parsed);
    REQUIRE_FALSE(predicate.has_value());
    return predicate.error();
}

struct OneAccount {
    FakeOrg org{test_schema()};
    RecordHandle account = org.add(
        "Account",
        {
            {"Name", Value::of_text("Acme Corp")},
            {"Code__c", Value::of_text("aB")},
            {"AnnualRevenue", Value::of_number(1500.5)},
            {"NumberOfEmployees", Value::of_number(10)},
            {"CreatedDate", Value::of_datetime(1767225600000)},
            {"LastActivityDate", Value::of_date(20454)},
        }
    );

    bool matches(std::string_view condition) const {
        return bound("Account", condition).matches(FakeRow{org, account}, org);
    }
};

TEST_CASE("text compares without letter case") {
    const OneAccount one;
    CHECK(one.matches("Name = 'ACME corp'"));
    CHECK_FALSE(one.matches("Name != 'ACME corp'"));
    CHECK_FALSE(one.matches("Name = 'Acme'"));
    CHECK(one.matches("Name > 'acme'"));
    CHECK(one.matches("Name >= 'ACME CORP'"));
    CHECK(one.matches("Name < 'B'"));
    CHECK(one.matches("Name LIKE 'acme%'"));
    CHECK(one.matches("Name IN ('x', 'acme corp')"));
    CHECK(one.matches("Name NOT IN ('x', 'y')"));
}

TEST_CASE("a case-sensitive field compares exactly") {
    const OneAccount one;
    CHECK(one.matches("Code__c = 'aB'"));
    CHECK_FALSE(one.matches("Code__c = 'AB'"));
    CHECK(one.matches("Code__c IN ('AB', 'aB')"));
}

TEST_CASE("numbers") {
    const OneAccount one;
    CHECK(one.matches("AnnualRevenue = 1500.5"));
    CHECK(one.matches("AnnualRevenue = 1.5005e3"));
    CHECK(one.matches("NumberOfEmployees >= 10"));
    CHECK_FALSE(one.matches("NumberOfEmployees > 10"));
    CHECK(one.matches("NumberOfEmployees < 10.5"));
    CHECK(one.matches("NumberOfEmployees IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)"));
    CHECK(one.matches("NumberOfEmployees > -1"));
}

TEST_CASE("dates and instants") {
    const OneAccount one;
    CHECK(one.matches("CreatedDate = 2026-01-01T00:00:00Z"));
    CHECK(one.matches("CreatedDate = 2026-01-01T02:00:00.000+02:00"));
    CHECK(one.matches("CreatedDate < 2026-01-01T00:00:00.001Z"));
    CHECK(one.matches("LastActivityDate = 2026-01-01"));
    CHECK(one.matches("LastActivityDate > 2025-12-31"));
}

TEST_CASE("null equals null alone, and != and NOT IN hold for it") {
    const OneAccount one;
    CHECK(one.matches("Industry = null"));
    CHECK(one.matches("Industry = ''"));
    CHECK_FALSE(one.matches("Industry != null"));
    CHECK(one.matches("Name != null"));
    CHECK_FALSE(one.matches("Name = ''"));
    CHECK(one.matches("Industry != 'Energy'"));
    CHECK(one.matches("Industry NOT IN ('Energy')"));
    CHECK(one.matches("Industry IN ('Energy', null)"));
    CHECK_FALSE(one.matches("Industry NOT IN ('Energy', '')"));
    CHECK_FALSE(one.matches("Industry < 'z'"));
    CHECK_FALSE(one.matches("Industry LIKE '%'"));
    CHECK_FALSE(one.matches("Name LIKE null"));
    CHECK_FALSE(one.matches("Name LIKE ''"));
    CHECK_FALSE(one.matches("Name > null"));
    CHECK_FALSE(one.matches("Name <= null"));
    CHECK(one.matches("ParentId = null"));
    CHECK(one.matches("Parent.Name = null"));
    CHECK(one.matches("Parent.Name != 'x'"));
}

TEST_CASE("a boolean that was never set is false") {
    const OneAccount one;
    CHECK(one.matches("IsDeleted = false"));
    CHECK(one.matches("IsDeleted != true"));
    CHECK_FALSE(one.matches("IsDeleted = TRUE"));
    CHECK(one.matches("IsDeleted IN (true, false)"));
}

TEST_CASE("references compare by id, of 15 or 18 characters") {
    OneAccount one;
    const RecordHandle parent = one.org.add("Account", {{"Name", Value::of_text("Parent")}});
    one.org.set(one.account, "ParentId", Value::of_record(parent));
    const std::string id = one.org.id_text(parent);
    const std::string own = one.org.id_text(one.account);

    CHECK(one.matches("ParentId = '" + id + "'"));
    CHECK(one.matches("ParentId = '" + id.substr(0, 15) + "'"));
    CHECK_FALSE(one.matches("ParentId = '" + own + "'"));
    CHECK(one.matches("ParentId != '" + own + "'"));
    CHECK(one.matches("ParentId IN ('" + own + "', '" + id + "')"));
    CHECK(one.matches("Id = '" + own + "'"));
    CHECK(one.matches("Parent.Id = '" + id + "'"));
    CHECK(one.matches("ParentId > '" + own + "'"));
    CHECK_FALSE(one.matches("ParentId = '003000000000000'"));
    CHECK_FALSE(one.matches("ParentId = 'zzz000000000000'"));
    CHECK(one.matches("ParentId != 'zzz000000000000'"));
    CHECK(one.matches("Parent.Name = 'parent'"));
}

TEST_CASE("AND, OR and NOT") {
    const OneAccount one;
    CHECK(one.matches("Name = 'acme corp' AND NumberOfEmployees = 10"));
    CHECK_FALSE(one.matches("Name = 'acme corp' AND NumberOfEmployees = 11"));
    CHECK(one.matches("Name = 'x' OR NumberOfEmployees = 10"));
    CHECK(one.matches("NOT (Name = 'x' OR NumberOfEmployees = 11)"));
    CHECK(one.matches("(NOT Name = 'x') AND (NOT Name = 'y')"));
}

TEST_CASE("what the target is can be asked of a polymorphic reference") {
    FakeOrg org{test_schema()};
    const RecordHandle lead = org.add("Lead", {});
    const RecordHandle task = org.add("Task", {{"WhoId", Value::of_record(lead)}});
    CHECK(bound("Task", "Who.Type = 'lead'").matches(FakeRow{org, task}, org));
    CHECK_FALSE(bound("Task", "Who.Type IN ('Contact', 'User')").matches(FakeRow{org, task}, org));
}

TEST_CASE("literals of the wrong type are refused as an org does it") {
    struct Wrong {
        const char* condition;
        const char* message;
    };

    const std::vector<Wrong> wrongs{
        {"AnnualRevenue = '5'",
         "'AnnualRevenue' must be of type double and should not be enclosed in quotes"},
        {"AnnualRevenue = ''", "must be of type double and should not be enclosed in quotes"},
        {"NumberOfEmployees = '5'",
         "'NumberOfEmployees' must be of type int and should not be enclosed in quotes"},
        {"NumberOfEmployees = true", "must be of type int"},
        {"Name = 5", "'Name' must be of type string and should be enclosed in quotes"},
        {"Name = true", "must be of type string and should be enclosed in quotes"},
        {"Name LIKE 5", "must be of type string and should be enclosed in quotes"},
        {"Name IN ('a', 5)", "must be of type string"},
        {"Industry = 2026-01-01", "must be of type string and should be enclosed in quotes"},
        {"IsDeleted = 'true'",
         "'IsDeleted' must be of type boolean and should not be enclosed in quotes"},
        {"IsDeleted = 1", "must be of type boolean"},
        {"CreatedDate = 2026-01-01",
         "'CreatedDate' must be of type dateTime and should not be enclosed in quotes"},
        {"CreatedDate = '2026-01-01T00:00:00Z'", "must be of type dateTime"},
        {"LastActivityDate = 2026-01-01T00:00:00Z",
         "'LastActivityDate' must be of type date and should not be"},
        {"ParentId = 5", "'ParentId' must be of type ID and should be enclosed in quotes"},
        {"Parent.Name = 5", "for field 'Name' must be of type string"},
    };
    for (const Wrong& wrong : wrongs) {
        const Error error = refusal("Account", wrong.condition);
        CHECK(error.code == ErrorCode::invalid_field);
        CHECK_THAT(error.message, Catch::StartsWith("value of filter criterion for field '"));
        CHECK_THAT(error.message, Catch::Contains(wrong.message));
    }
}

TEST_CASE("operators and ids a type does not take are refused") {
    const auto message = [](std::string_view condition) {
        const Error error = refusal("Account", condition);
        CHECK(error.code == ErrorCode::invalid_query_filter_operator);
        return error.message;
    };
    CHECK(message("ParentId = 'abc'") == "invalid ID field: abc");
    CHECK(
        message("Id IN ('001000000000000', '00100000000000')") == "invalid ID field: 00100000000000"
    );
    CHECK(message("ParentId LIKE '001%'") == "invalid operator on reference field");
    CHECK(message("AnnualRevenue LIKE '5%'") == "invalid operator on currency field");
    CHECK(message("IsDeleted > false") == "invalid operator on boolean field");
    CHECK(message("CreatedDate LIKE '2026%'") == "invalid operator on datetime field");
}

TEST_CASE("fields that cannot be filtered are refused") {
    CHECK(
        refusal("Account", "Description LIKE '%x%'").message ==
        "field 'Description' can not be filtered in a query call"
    );
    CHECK(refusal("Account", "Description = null").code == ErrorCode::invalid_field);
    CHECK(refusal("Account", "BillingAddress = null").code == ErrorCode::invalid_field);
    CHECK(refusal("Contact", "Account.Description = null").code == ErrorCode::invalid_field);
    CHECK(refusal("Account", "Opens__c = '10:00'").code == ErrorCode::malformed_query);
    CHECK(
        refusal("Account", "Name = 'a' AND (Nme = 'b' OR Name = 'c')").code ==
        ErrorCode::invalid_field
    );
}

TEST_CASE("an error shows the place of the field, if the query is given") {
    const std::string source = "SELECT Id FROM Account WHERE Name = 'x' AND AnnualRevenue = '5'";
    const Result<Query> query = parse_query(source);
    const Result<Predicate> refused =
        Predicate::bind(*test_schema(), object("Account"), *query->where, {source});
    REQUIRE_FALSE(refused.has_value());
    CHECK_THAT(
        refused.error().message,
        Catch::Contains("^\nERROR at Row:1:Column:45\nvalue of filter criterion")
    );
}

/// `Name=Acme`, `(a & b)`, `(a | b)`; empty for no demand.
std::string shown(const Predicate::KeyDemand& demand) {
    std::string out;
    if (demand.kind == Predicate::KeyDemand::Kind::test) {
        out = object("Account").field(demand.test.field).name;
        for (const std::string& text : demand.test.texts) out += "=" + text;
        return out;
    }
    const bool is_and = demand.kind == Predicate::KeyDemand::Kind::all_of;
    for (const Predicate::KeyDemand& part : demand.parts)
        out += (out.empty() ? "" : is_and ? " & " : " | ") + shown(part);
    return "(" + out + ")";
}

std::string keys(std::string_view condition) {
    const auto demand = bound("Account", condition).key_demand();
    return demand ? shown(*demand) : "";
}

TEST_CASE("key demands name what every match has") {
    CHECK(keys("Name = 'Acme'") == "Name=Acme");
    CHECK(keys("Name IN ('Acme', 'b')") == "Name=Acme=b");
    CHECK(
        keys("Name = 'a' AND (AnnualRevenue = 5.0 AND IsDeleted = FALSE)") ==
        "(Name=a & (AnnualRevenue=5.0 & IsDeleted=false))"
    );
    CHECK(keys("ParentId = '001000000000000'") == "ParentId=001000000000000AAA");
    CHECK(keys("Name = 'a' AND Industry != 'b' AND Site > 'c'") == "(Name=a)");
    CHECK(keys("Name = 'a' OR Name = 'b'") == "(Name=a | Name=b)");
    CHECK(
        keys("Name = 'a' AND (Site = 'b' OR (Site = 'c' AND Name != null))") ==
        "(Name=a & (Site=b | (Site=c)))"
    );
    CHECK(keys("Name = 'a' OR Name != 'b'").empty());
    CHECK(keys("Name = 'a' AND (Site = 'b' OR Site LIKE 'c')") == "(Name=a)");
    CHECK(keys("NOT Name = 'a'").empty());
    CHECK(keys("Name IN ('a', null)").empty());
    CHECK(keys("Name NOT IN ('a')").empty());
    CHECK(keys("Name = null").empty());
    CHECK(keys("Name = ''").empty());
    CHECK(keys("Name LIKE 'a'").empty());
    CHECK(keys("Parent.Name = 'a'").empty());
    CHECK(keys("CALENDAR_YEAR(CreatedDate) = 2026").empty());
}

TEST_CASE("the fields of its own that decide about a row") {
    const auto own = [](std::string_view condition) {
        const Predicate predicate = bound("Account", condition);
        std::string names;
        for (const FieldNo field : predicate.whole().own_fields())
            names += object("Account").field(field).name + " ";
        return names;
    };
    CHECK(own("Name LIKE 'a%'") == "Name ");
    CHECK(own("CALENDAR_YEAR(CreatedDate) = 2026") == "CreatedDate ");
    CHECK(own("Name = 'a' AND (NOT (Name != 'b' OR Id = null))") == "Id Name ");
    CHECK(own("Parent.Name = 'a'") == "ParentId ");
    CHECK(own("Name = 'a' OR Parent.Parent.Name = 'a'") == "Name ParentId ");
}

/// Friday, 2026-01-02, as today.
bool holds_on_friday(OneAccount& one, std::string_view condition) {
    const Result<Condition> parsed = parse_condition(condition);
    CAPTURE(condition);
    REQUIRE(parsed.has_value());
    const Result<Predicate> predicate =
        Predicate::bind(*test_schema(), object("Account"), *parsed, {condition, 20455});
    INFO((predicate ? std::string{} : predicate.error().message));
    REQUIRE(predicate.has_value());
    return predicate->matches(FakeRow{one.org, one.account}, one.org);
}

TEST_CASE_METHOD(OneAccount, "date literals are all days of their period") {
    // The account was made at 2026-01-01T00:00:00Z, and its last activity was on that day, too.
    for (const char* field : {"CreatedDate", "LastActivityDate"}) {
        const auto holds = [&](const std::string& rest) {
            return holds_on_friday(*this, field + (" " + rest));
        };
        CHECK(holds("= YESTERDAY"));
        CHECK_FALSE(holds("= TODAY"));
        CHECK(holds("< TODAY"));
        CHECK_FALSE(holds("< YESTERDAY"));
        CHECK(holds("<= YESTERDAY"));
        CHECK(holds(">= YESTERDAY"));
        CHECK_FALSE(holds("> YESTERDAY"));
        CHECK(holds("!= TODAY"));
        CHECK(holds("= THIS_WEEK"));
        CHECK(holds("= LAST_N_DAYS:1"));
        CHECK_FALSE(holds("= LAST_N_DAYS:0"));
        CHECK(holds("IN (TODAY, N_DAYS_AGO:1)"));
        CHECK_FALSE(holds("NOT IN (TODAY, YESTERDAY)"));
        CHECK_FALSE(holds("= LAST_YEAR"));
        CHECK(holds("= THIS_FISCAL_QUARTER"));
    }
    CHECK(refusal("Account", "CreatedDate = TODAY").code == ErrorCode::malformed_query);
    CHECK_THAT(
        refusal("Account", "Name = TODAY").message, Catch::Contains("must be of type string")
    );
}

TEST_CASE_METHOD(OneAccount, "functions of dates are numbers, DAY_ONLY is a date") {
    CHECK(holds_on_friday(*this, "CALENDAR_YEAR(CreatedDate) = 2026"));
    CHECK(holds_on_friday(*this, "CALENDAR_MONTH(LastActivityDate) IN (1, 2)"));
    CHECK(holds_on_friday(*this, "HOUR_IN_DAY(CreatedDate) < 1"));
    CHECK(holds_on_friday(*this, "DAY_ONLY(CreatedDate) = 2026-01-01"));
    CHECK(holds_on_friday(*this, "DAY_ONLY(CreatedDate) = YESTERDAY"));
    CHECK(refusal("Account", "CALENDAR_YEAR(Name) = 1").code == ErrorCode::invalid_field);
    CHECK(refusal("Account", "HOUR_IN_DAY(LastActivityDate) = 1").code == ErrorCode::invalid_field);
    CHECK(
        refusal("Account", "CALENDAR_YEAR(CreatedDate) LIKE '2'").code ==
        ErrorCode::invalid_query_filter_operator
    );
}

TEST_CASE("INCLUDES and EXCLUDES are for multi-select picklists") {
    CHECK(
        refusal("Account", "Name INCLUDES ('a')").code == ErrorCode::invalid_query_filter_operator
    );
    CHECK(
        refusal("Account", "Industry EXCLUDES ('a')").code ==
        ErrorCode::invalid_query_filter_operator
    );
}

}  // namespace
}  // namespace rowlock::soql
