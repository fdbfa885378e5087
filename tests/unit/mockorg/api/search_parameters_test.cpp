#include "mockorg/api/search_parameters.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

std::string told(const Result<SearchParameters>& parameters) {
    if (!parameters) return parameters.error().message;
    const auto sosl = sosl_of(*parameters);
    return sosl ? *sosl : sosl.error().message;
}

std::string of_address(const std::string& query) {
    return told(read_search_parameters(parse_target("/parameterizedSearch?" + query)));
}

std::string of_body(const std::string& json) {
    return told(read_search_parameters(std::string_view{json}));
}

TEST_CASE("parameters of an address become a search") {
    CHECK(of_address("q=acme") == "FIND {acme}");
    CHECK(
        of_address("q=acme+tools&in=NAME&overallLimit=5") ==
        "FIND {acme tools} IN NAME FIELDS LIMIT 5"
    );
    CHECK(
        of_address("q=a1&sobject=Account&sobject=Contact,Lead&fields=id&defaultLimit=3") ==
        "FIND {a1} RETURNING Account(id LIMIT 3), Contact(id LIMIT 3), Lead(id LIMIT 3)"
    );
    CHECK(
        of_address(
            "q=a1&fields=id&defaultLimit=3&offset=2&sobject=Account&account.fields=id,name&"
            "Account.where=Name+LIKE+'A%25'&Account.orderBy=Name+DESC+NULLS_LAST&Account.limit=10"
        ) ==
        "FIND {a1} RETURNING Account(id,name WHERE Name LIKE 'A%' ORDER BY Name DESC NULLS "
        "LAST LIMIT 10 OFFSET 2)"
    );
}

TEST_CASE("parameters of a body become the same search") {
    CHECK(
        of_body(
            R"({"q":"Smith","fields":["id","name"],"in":"ALL","overallLimit":100,"offset":"1",
                "defaultLimit":10,"sobjects":[{"name":"Contact","fields":["id","lastName"],
                "where":"Email != null","orderBy":"LastName","limit":"20"},{"name":"Account"}],
                "spellCorrection":true})"
        ) ==
        "FIND {Smith} IN ALL FIELDS RETURNING Contact(id, lastName WHERE Email != null ORDER "
        "BY LastName LIMIT 20 OFFSET 1), Account(id, name LIMIT 10 OFFSET 1) LIMIT 100"
    );
    CHECK(
        of_body(R"({"q":"Smith","sobjects":[{"name":"Lead"}]})") ==
        "FIND {Smith} RETURNING Lead(Id)"
    );
    CHECK(of_body(R"({"q":"Smith","sobjects":null})") == "FIND {Smith}");
}

TEST_CASE("reserved characters of SOSL stand for themselves") {
    const auto term = [](const std::string& words) {
        return of_address("q=" + percent_encode(words));
    };
    CHECK(term("ann-marie@x.example") == "FIND {ann\\-marie@x.example}");
    CHECK(term("{o'hara}") == "FIND {\\{o\\'hara\\}}");
    CHECK(term("a* OR \"b c\"") == "FIND {a* OR \"b c\"}");
    CHECK(term("a\\-b") == "FIND {a\\-b}");
    CHECK(term("ab\\") == "FIND {ab\\\\}");
}

TEST_CASE("a search without words has no argument, however it is asked for") {
    for (const std::string query : {"", "q=", "q=+", "sobject=Account"})
        CHECK(of_address(query) == "The parameter 'q' is missing");
    CHECK(of_body("{}") == "The parameter 'q' is missing");
    CHECK(read_search_parameters("{}").error().code == ErrorCode::missing_argument);
}

TEST_CASE("members of other types are refused") {
    for (const std::string body :
         {R"([])",
          R"({"q":1})",
          R"({"q":"ab","fields":[1]})",
          R"({"q":"ab","overallLimit":true})",
          R"({"q":"ab","sobjects":"Account"})",
          R"({"q":"ab","sobjects":["Account"]})",
          R"({"q":"ab","sobjects":[{"name":"Account","where":1}]})"}) {
        CAPTURE(body);
        const auto read = read_search_parameters(std::string_view{body});
        REQUIRE_FALSE(read);
        CHECK(read.error().code == ErrorCode::json_parser_error);
    }
}

TEST_CASE("a search has an end") {
    SearchParameters parameters;
    parameters.term = "acme";
    parameters.objects.assign(5'000, {"Account", "", "", "", ""});
    CHECK(sosl_of(parameters));
    parameters.objects.assign(10'000, {"Account", "", "", "", ""});
    REQUIRE_FALSE(sosl_of(parameters));
    CHECK(sosl_of(parameters).error().code == ErrorCode::malformed_search);
}

TEST_CASE("no parameter names objects of its own") {
    SearchParameters parameters;
    parameters.term = "acme";
    parameters.objects.push_back({"Account", "", "Name = 'a'), User(Id", "", ""});
    REQUIRE_FALSE(sosl_of(parameters));
    CHECK(sosl_of(parameters).error().code == ErrorCode::malformed_search);
    parameters.objects.front().where = "Name = '), User(Id'";
    CHECK(sosl_of(parameters));
}

}  // namespace
}  // namespace rowlock
