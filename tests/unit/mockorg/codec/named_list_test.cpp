#include "mockorg/codec/named_list.hpp"

#include "tests/support/test.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace rowlock {
namespace {

std::string outcome_of(const std::string& text) {
    const auto path = std::filesystem::temp_directory_path() / "rowlock-named-list.json";
    std::ofstream{path} << text;
    std::string names;
    const auto read = read_named_list(
        path.string(),
        {"things", "thing", 2},
        [&](const Json& item) -> Result<std::string> {
            if (!item.is_string()) return fail(ErrorCode::client_input_error, "no text");
            names += item.get<std::string>() + ';';
            return item.get<std::string>();
        }
    );
    std::filesystem::remove(path);
    return read ? names : read.error().message.substr(path.string().size());
}

TEST_CASE("a file with one list of named things") {
    CHECK(outcome_of("{\"things\": [\"a\", /* and */ \"b\"]}") == "a;b;");
    CHECK(outcome_of("{\"things\": []}").empty());
    CHECK(outcome_of("[]") == ": expected an object with one member, the list \"things\"");
    CHECK(
        outcome_of("{\"things\": 5}") == ": expected an object with one member, the list \"things\""
    );
    CHECK(outcome_of("{\"things\": [\"a\", 5]}") == ": thing 2: no text");
    CHECK(outcome_of("{\"things\": [\"a\", \"a\"]}") == ": there are two things named 'a'");
    CHECK(outcome_of("{\"things\": [\"a\", \"b\", \"c\"]}") == ": more than 2 things");
    CHECK_THAT(outcome_of("{"), Catch::Contains("line 1"));
}

}  // namespace
}  // namespace rowlock
