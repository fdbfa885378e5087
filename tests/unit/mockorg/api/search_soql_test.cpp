#include "mockorg/api/search_query.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/soql/error_text.hpp"
#include "mockorg/soql/like_pattern.hpp"
#include "mockorg/soql/parser.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace rowlock {
namespace {

const ObjectType& object_named(std::string_view name) {
    static const auto schema = Schema::standard();
    return *schema->find(name);
}

/// What is wrong with the search's first object; empty if nothing is.
std::string mistake_in(const std::string& sosl) {
    const auto search = parse_search(sosl);
    REQUIRE(search);
    const SearchedObject& wanted = search->objects.at(0);
    const SearchSoql query{*search, object_named(wanted.name.text), wanted};
    const auto fits = query.check(sosl);
    return fits ? std::string{} : fits.error();
}

TEST_CASE("a search becomes SOQL that can be read, whatever the words are") {
    rc::prop("readable", [&](const std::array<std::string, 4>& words) {
        std::string sosl = "FIND {acme";
        for (std::size_t i = 0; i < words.size(); ++i) {
            sosl += std::array{" ", " OR ", " AND NOT ", " AND "}[i];
            sosl += "ab";
            for (const char c : words[i]) (sosl += '\\') += c;
        }
        sosl += "} RETURNING Account(Id, Name WHERE Name != 'x' ORDER BY Name OFFSET 1)";
        const auto search = parse_search(sosl);
        RC_ASSERT(search.has_value());
        const SearchSoql query{*search, object_named("Account"), search->objects.at(0)};
        RC_ASSERT(query.check(sosl).has_value());
    });
}

TEST_CASE("a search finds the records that hold the word between blanks") {
    InProcessApi org;
    std::vector<std::string> names;
    rc::prop("as LIKE finds it between blanks", [&] {
        const auto text_of = [](const std::string& letters) {
            return *rc::gen::container<std::string>(rc::gen::elementOf(letters));
        };
        const std::string name = "x" + text_of("ab% ");
        const std::string word = text_of("abx*? ") + "a";
        const std::string sosl = "FIND {\"" + word + "\"} IN NAME FIELDS RETURNING Account(Name)";
        const auto search = parse_search(sosl);
        RC_PRE(search.has_value());
        org.create("Account", R"({"Name":")" + name + "\"}");
        names.push_back(name);
        const rowlock::soql::LikePattern pattern{"% " + search->term.pattern + " %"};
        const auto fits = [&](const std::string& text) {
            return pattern.matches(" " + text + " ");
        };
        const Answer answer =
            org.send("GET", "/services/data/v60.0/search?q=" + percent_encode(sosl));
        RC_ASSERT(answer.status == 200);
        const auto found = nlohmann::json::parse(answer.body)["searchRecords"].size();
        RC_ASSERT(
            found == static_cast<std::size_t>(std::count_if(names.begin(), names.end(), fits))
        );
    });
}

TEST_CASE("a search of many words is cut short sooner, but never before 10,000 records") {
    const ObjectType& account = object_named("Account");
    const auto rows = [&](const std::string& sosl) {
        return searched_rows_max(*parse_search(sosl), account, 1'000'000);
    };
    const std::uint32_t one = rows("FIND {acme} IN NAME FIELDS");
    CHECK(one == 1'000'000);
    CHECK(rows("FIND {acme OR (apex apollo)} IN NAME FIELDS") == 333'333);
    CHECK(rows("FIND {acme}") < one);
    CHECK(rows("FIND {acme}") >= k_searched_rows_min);
}

TEST_CASE("records of greater ids than the last are not looked at") {
    const std::string sosl = "FIND {acme} RETURNING Account(Id WHERE Name != 'x')";
    const auto search = parse_search(sosl);
    REQUIRE(search);
    const RecordId last = RecordId::parse("001RL0000000009").value();
    const SearchSoql query{*search, object_named("Account"), search->objects.at(0), last};
    CHECK(query.check(sosl).has_value());
    const auto soql = rowlock::soql::parse_query(query.text());
    REQUIRE(soql);
    CHECK(soql->where->parts.at(0).comparison == rowlock::soql::Comparison::le);
    CHECK(soql->where->parts.at(0).literals.at(0).text == last.text());
}

TEST_CASE("an object without a field of the scope is not searched") {
    const auto search = parse_search("FIND {acme} IN EMAIL FIELDS");
    REQUIRE(search);
    CHECK(SearchSoql(*search, object_named("Opportunity"), {}).text().empty());
    CHECK_FALSE(SearchSoql(*search, object_named("Contact"), {}).text().empty());
}

TEST_CASE("the search's limit is each object's, unless it has its own") {
    const auto search =
        parse_search("FIND {acme} RETURNING Account, Contact(Id LIMIT 3), Lead(Id OFFSET 4) LIMIT 7"
        );
    REQUIRE(search);
    const auto limit_of = [&](std::size_t i) {
        const SearchedObject& wanted = search->objects.at(i);
        const SearchSoql soql{*search, object_named(wanted.name.text), wanted};
        return rowlock::soql::parse_query(soql.text())->limit;
    };
    CHECK(limit_of(0) == 7);
    CHECK(limit_of(1) == 3);
    CHECK(limit_of(2) == 7);
}

TEST_CASE("what SOSL cannot ask for is refused, with its place in the search") {
    CHECK(
        mistake_in("FIND {acme} RETURNING Account(Id, toLabel(Industry) WHERE Name = 'x')").empty()
    );
    CHECK(
        mistake_in("FIND {acme} RETURNING Account(Id WHERE Name = 'x' AND)") ==
        "\nAccount(Id WHERE Name = 'x' AND)\n"
        "                               ^\nERROR at Row:1:Column:54\n"
        "unexpected token: ')'"
    );
    for (const std::string inside :
         {"COUNT(Id)",
          "COUNT()",
          "Id, (SELECT Id FROM Contacts)",
          "Id WHERE Name = 'x' GROUP BY Id",
          "Id WHERE Name = 'x' ALL ROWS",
          "Id LIMIT 1 FOR UPDATE",
          "Id LIMIT 1 ALL ROWS",
          "Id OFFSET 1 LIMIT 1",
          "FIELDS(ALL)",
          "Id WHERE Name = 'x') OR (Name = 'y'"}) {
        CAPTURE(inside);
        const auto search = parse_search("FIND {acme} RETURNING Account(" + inside + ")");
        const bool refused =
            !search || !mistake_in("FIND {acme} RETURNING Account(" + inside + ")").empty();
        CHECK(refused);
    }
}

TEST_CASE("an error of the query is told of the place in the search") {
    const std::string sosl = "FIND {acme} RETURNING Account(Id, Nothing__c WHERE Wrong__c = 1)";
    const auto search = parse_search(sosl);
    REQUIRE(search);
    const SearchSoql query{*search, object_named("Account"), search->objects.at(0)};
    const auto told = [&](std::string_view word) {
        const std::size_t place = query.text().find(word);
        const auto error =
            rowlock::soql::fail_at(query.text(), place, ErrorCode::invalid_field, "no").value();
        return query.retold(error, sosl).message;
    };
    CHECK(told("Nothing__c").ends_with("^\nERROR at Row:1:Column:35\nno"));
    CHECK(told("Wrong__c").ends_with("^\nERROR at Row:1:Column:52\nno"));
    CHECK(query.retold({ErrorCode::invalid_type, "plain", {}}, sosl).message == "plain");
}

}  // namespace
}  // namespace rowlock
