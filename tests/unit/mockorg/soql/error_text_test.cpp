#include "mockorg/soql/error_text.hpp"

#include "tests/support/test.hpp"

namespace rowlock::soql {
namespace {

std::string shown(std::string_view source, std::size_t position) {
    return fail_at(source, position, ErrorCode::malformed_query, "message").value().message;
}

TEST_CASE("a short query is shown whole, with a caret below the place") {
    CHECK(
        shown("SELECT Id FROM Accountx", 15) ==
        "\nSELECT Id FROM Accountx\n               ^\nERROR at Row:1:Column:16\nmessage"
    );
    CHECK(shown("SELECT", 6) == "\nSELECT\n      ^\nERROR at Row:1:Column:7\nmessage");
}

TEST_CASE("of a long query the words around the place are shown") {
    // The form a real org gave for this query and place.
    CHECK(
        shown("select Id, ProductCode from Product2 where ProductCode = 3999", 43) ==
        "\nProductCode from Product2 where ProductCode = 3999\n"
        "                                ^\nERROR at Row:1:Column:44\nmessage"
    );
}

TEST_CASE("only the line of the place is shown") {
    CHECK(
        shown("SELECT Id\nFROM X\nLIMIT 5", 15) ==
        "\nFROM X\n     ^\nERROR at Row:2:Column:6\nmessage"
    );
}

TEST_CASE("without a source there is the message alone") {
    const Failure failure = fail_at({}, 0, ErrorCode::invalid_field, "message");
    CHECK(failure.value().message == "message");
    CHECK(failure.value().code == ErrorCode::invalid_field);
}

TEST_CASE("the caret counts characters") {
    CHECK(shown("'\xc3\xa4' x", 5) == "\n'\xc3\xa4' x\n    ^\nERROR at Row:1:Column:5\nmessage");
}

TEST_CASE("an error moves with the text it is about") {
    rc::prop("place and message stay", [](const std::string& before, const std::string& source) {
        const auto position = *rc::gen::inRange<std::size_t>(0, source.size() + 1);
        RC_PRE(position == source.size() || (source[position] & 0x80) == 0);
        RC_PRE(!source.empty());
        const auto fail = [&](std::string_view text, std::size_t at) {
            return fail_at(text, at, ErrorCode::invalid_field, "so\nit is").value();
        };
        const std::string text = before + source;
        const Error moved = moved_to(text, fail(source, position), source, [&](std::size_t offset) {
            return before.size() + offset;
        });
        RC_ASSERT(moved.message == fail(text, before.size() + position).message);
    });
    const Error plain{ErrorCode::invalid_type, "no place", {}};
    CHECK(moved_to("text", plain, "source", [](std::size_t at) {
              return at;
          }).message == "no place");
}

TEST_CASE("any place in any text can be shown, in few characters") {
    rc::prop(
        "any place in any text can be shown, in few characters",
        [](const std::string& source) {
            const auto position = *rc::gen::inRange<std::size_t>(0, source.size() + 1);
            const std::string message = shown(source, position);
            RC_ASSERT(message.size() < 400U);
            RC_ASSERT(message.find("message") != std::string::npos);
        }
    );
    const std::string one_word(5000, 'x');
    for (const std::size_t position : {0U, 1U, 2500U, 4999U, 5000U}) {
        CHECK(shown(one_word, position).size() < 400);
    }
}

}  // namespace
}  // namespace rowlock::soql
