#include "checks/command/row_explanation.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/command/command_runs.hpp"

namespace rowlock {
namespace {

using test::check_of;
using test::contacts_of;
using test::Folder;
using test::run;

TEST_CASE("a row is explained by the rules that lock its records") {
    const Folder folder;
    CheckOptions options = check_of(folder.write("c.csv", contacts_of({1, 2})));
    options.explain = "2";
    const auto text = run(options);
    CHECK(text.code == 0);
    CHECK_THAT(text.out, Catch::Contains("c.csv row 2 (line 3) locks\n  Account 001000000000002"));
    CHECK_THAT(text.out, Catch::Contains(" by rule "));
    options.explain = "c.csv:1";
    options.json = true;
    CHECK_THAT(
        run(options).out, Catch::Contains(R"("row":1,"line":2,"locks":[{"object":"Account")")
    );
}

TEST_CASE("rows count over all files, or in the file named") {
    const Folder folder;
    const InputRequest wanted = test::contacts_request(
        {folder.write("a.csv", contacts_of({1, 2})), folder.write("b.csv", contacts_of({3}))}
    );
    const LoadedInput input = test::load(wanted);
    CHECK(find_named_row(input, "3") == RowNo{2});
    CHECK(find_named_row(input, "b.csv:1") == RowNo{2});
    CHECK(find_named_row(input, "1") == RowNo{0});
    for (const char* name : {"0", "4", "b.csv:2", "c.csv:1", "", "x", ":"}) {
        CHECK_FALSE(find_named_row(input, name));
    }
}

}  // namespace
}  // namespace rowlock
