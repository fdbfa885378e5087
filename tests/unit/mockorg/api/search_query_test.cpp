#include "mockorg/api/search_query.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("a search is a term, a scope, objects and a limit") {
    const std::string text =
        "find {acme* OR \"two words\" AND x2} in NAME fields returning "
        "Account(Id, Name where Phone = '(LIMIT 5)' order by Name limit 3 offset 1), contact  "
        "limit 10";
    const auto search = parse_search(text);
    REQUIRE(search);
    CHECK(search->term.kind == SearchTerm::Kind::any_of);
    CHECK(search->scope == SearchScope::name);
    REQUIRE(search->objects.size() == 2);
    const SearchedObject& account = search->objects[0];
    CHECK(account.name.text == "Account");
    CHECK(account.fields.text == "Id, Name");
    CHECK(account.where.text == "Phone = '(LIMIT 5)'");
    CHECK(account.order.text == "order by Name limit 3");
    CHECK(account.limited);
    CHECK(account.offset.text == "offset 1");
    for (const SearchPart& part :
         {account.name, account.fields, account.where, account.order, account.offset}) {
        CHECK(text.substr(part.position, part.text.size()) == part.text);
    }
    CHECK(search->objects[1].name.text == "contact");
    CHECK(search->objects[1].fields.text.empty());
    CHECK(search->limit == 10);
}

TEST_CASE("what is wrong with a search is said") {
    const auto message = [](std::string_view text) {
        const auto search = parse_search(text);
        REQUIRE_FALSE(search);
        return search.error();
    };
    const std::string no_term = "No search term found. The search term must be enclosed in braces.";
    CHECK(message("") == no_term);
    CHECK(message("FIND acme") == no_term);
    CHECK(message("FIND {acme") == no_term);
    CHECK(message("FIND {}") == "search term must be longer than one character: ");
    // Recorded, both.
    CHECK(
        message("FIND {John|jane_gray@uoa.edu} RETURNING Contact") ==
        "\nFIND {John|jane_gray@uoa.edu} RETURNING Contact\n         ^\nERROR at Row:1:Column:10\n"
        "line 1:10 mismatched character '|' expecting '}'"
    );
    CHECK(
        message("FIND {name} IN ALL TYPE RETURNING Account(name)") ==
        "\nFIND {name} IN ALL TYPE RETURNING Account(name)\n                  ^\n"
        "ERROR at Row:1:Column:19\nMalformed search token: TYPE"
    );
    const auto ends_in = [&](std::string_view text, std::string_view end) {
        CAPTURE(text);
        CHECK(message(text).ends_with(end));
    };
    ends_in("FIND {acme} IN SOME FIELDS", "\nMalformed search token: SOME");
    ends_in("FIND {acme} RETURNING", "\nunexpected token: <EOF>");
    ends_in("FIND {acme} RETURNING Account(Id", "\nunexpected token: <EOF>");
    ends_in("FIND {acme} LIMIT 0", "Row:1:Column:18\nunexpected token: 0");
    ends_in("FIND {acme} WITH DATA CATEGORY x", "Row:1:Column:12\nunexpected token: WITH");
    ends_in("FIND {acme} RETURNING Account) x", "\nunexpected token: )");
}

TEST_CASE("any text is a search or refused") {
    rc::prop("any text", [](const std::string& text) {
        for (const char* before :
             {"", "FIND {", "FIND {acme} ", "FIND {acme} RETURNING Account("}) {
            const std::string sosl = before + text;
            const auto search = parse_search(sosl);
            if (!search) RC_ASSERT(!search.error().empty());
        }
    });
}

}  // namespace
}  // namespace rowlock
