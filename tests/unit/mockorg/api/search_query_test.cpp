#include "mockorg/api/search_query.hpp"

#include "mockorg/soql/parser.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("a search is words, a scope, objects and a limit") {
    const auto search = parse_search(
        "find {acme* OR \"two words\" AND x2} in NAME fields returning "
        "Account(Id, Name where Phone = '(LIMIT 5)' order by Name limit 3), contact  limit 10"
    );
    REQUIRE(search);
    CHECK(search->groups == std::vector<std::vector<std::string>>{{"acme*"}, {"two words", "x2"}});
    CHECK(search->scope == SearchScope::name);
    REQUIRE(search->objects.size() == 2);
    CHECK(search->objects[0].name == "Account");
    CHECK(search->objects[0].fields == "Id, Name");
    CHECK(search->objects[0].where == "Phone = '(LIMIT 5)'");
    CHECK(search->objects[0].rest == "order by Name limit 3");
    CHECK(search->objects[1].fields == "Id");
    CHECK(search->limit == 10);
}

TEST_CASE("what is wrong with a search is said") {
    const auto message = [](std::string_view text) { return parse_search(text).error().message; };
    const std::string no_term = "No search term found. The search term must be enclosed in braces.";
    CHECK(message("") == no_term);
    CHECK(message("FIND acme") == no_term);
    CHECK(message("FIND {acme") == no_term);
    CHECK(message("FIND {}") == "search term must be longer than one character: ");
    CHECK(message("FIND {a*}") == "search term must be longer than one character: a*");
    CHECK_FALSE(parse_search("FIND {acme} IN SOME FIELDS"));
    CHECK_FALSE(parse_search("FIND {acme} RETURNING"));
    CHECK_FALSE(parse_search("FIND {acme} RETURNING Account(Id"));
    CHECK_FALSE(parse_search("FIND {acme} LIMIT 0"));
    CHECK_FALSE(parse_search("FIND {acme} WITH DATA CATEGORY x"));
}

TEST_CASE("a search becomes SOQL that can be read, whatever the word is") {
    const auto schema = Schema::standard();
    const ObjectType& account = *schema->find("Account");
    rc::prop("readable", [&](const std::string& word) {
        SearchQuery search;
        search.groups = {{word}};
        SearchedObject wanted;
        wanted.name = "Account";
        const auto query = soql::parse_query(soql_of(search, account, wanted));
        RC_ASSERT(query.has_value());
    });
    rc::prop("any text is a search or refused", [](const std::string& text) {
        parse_search(text);
        parse_search("FIND {" + text);
        parse_search("FIND {acme} RETURNING Account(" + text);
    });
}

TEST_CASE("an object without a field of the scope is not searched") {
    const auto schema = Schema::standard();
    auto search = parse_search("FIND {acme} IN EMAIL FIELDS");
    REQUIRE(search);
    CHECK(soql_of(*search, *schema->find("Opportunity"), {}).empty());
    CHECK_FALSE(soql_of(*search, *schema->find("Contact"), {}).empty());
}

}  // namespace
}  // namespace rowlock
