#include "checks/command/record_explanation.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/command/command_runs.hpp"

namespace rowlock {
namespace {

using test::contacts_of;
using test::Folder;

TEST_CASE("a record is explained by the rows that lock it") {
    const Folder folder;
    CheckOptions options = test::check_of(folder.write("c.csv", contacts_of({1, 2, 1, 1})));
    options.explain = "001000000000001";
    const auto text = test::run(options);
    CHECK(text.code == 0);
    CHECK_THAT(text.out, Catch::StartsWith("Account 001000000000001"));
    CHECK_THAT(text.out, Catch::Contains("always by 3 rows, rule contact.account"));
    CHECK_THAT(text.out, Catch::Contains("c.csv row 3 (line 4)"));
    options.explain = "001000000000002AAA";
    options.json = true;
    CHECK_THAT(test::run(options).out, Catch::Contains(R"("rows":1,"examples":[{"file":)"));
    options.explain = "001000000000009";
    CHECK(test::run(options).code == 2);
}

TEST_CASE("what a row locks beside the record is no part of the explanation") {
    const Folder folder;
    const std::string row = "003000000000001,001000000000001\n";
    CheckOptions options = test::check_of(folder.write("c.csv", "Id,AccountId\n" + row));
    options.input.operation = "update";
    options.explain = "001000000000001";
    CHECK_THAT(test::run(options).out, !Catch::Contains("rule self"));
    options.explain = "003000000000001";
    const auto own = test::run(options);
    CHECK_THAT(own.out, Catch::Contains("rule self"));
    CHECK_THAT(own.out, !Catch::Contains("rule contact.account"));
}

}  // namespace
}  // namespace rowlock
