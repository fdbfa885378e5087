#include "checks/input/file_records.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/input/files.hpp"

namespace rowlock {
namespace {

using test::Folder;

/// What is wrong with a reference file of contacts; empty if nothing is.
std::string refusal_of(const std::string& reference) {
    const Folder folder;
    InputRequest wanted = test::request();
    const std::string tasks = folder.write("t.csv", "WhoId,Subject\n003000000000001,x\n");
    wanted.loads.push_back({"Task", WriteOperation::insert, "", {tasks}, {}});
    wanted.references.push_back({"Contact", {folder.write("ref.csv", reference)}, {}});
    const auto loaded = load_input(wanted);
    if (loaded) return {};
    CHECK(loaded.error().code == ErrorCode::bad_file);
    CHECK_THAT(loaded.error().message, Catch::Contains(folder.path("ref.csv")));
    return loaded.error().message;
}

TEST_CASE("a reference file must tell which records its rows are") {
    CHECK(refusal_of("Id,AccountId\n003000000000001,001000000000001\n").empty());
    CHECK(refusal_of("Code__c,AccountId\nc,001000000000001\n").empty());
    CHECK(refusal_of("Id,AccountId\n").empty());
    CHECK(refusal_of("").empty());
    CHECK_THAT(refusal_of("AccountId\n001000000000001\n"), Catch::Contains("no column Id"));
}

TEST_CASE("a reference file with a broken row is refused with its place") {
    CHECK_THAT(refusal_of("Id,AccountId\n003000000000001\n"), Catch::Contains("ref.csv:2"));
    CHECK_THAT(refusal_of("Id,AccountId\nx,1\nbad\"x,1\n"), Catch::Contains("ref.csv:3"));
}

TEST_CASE("reference rows of one record must say the same, in any order") {
    const std::string one = "003000000000001,001000000000001,x\n";
    const std::string other = "003000000000001AAA,001000000000002,x\n";
    const std::string head = "Id,AccountId,LastName\n";
    for (const std::string& rows : {one + other, other + one}) {
        CHECK_THAT(
            refusal_of(head + rows),
            Catch::Contains("ref.csv:2 and ") && Catch::Contains("ref.csv:3 say different") &&
                Catch::Contains("Contact in AccountId")
        );
    }
    CHECK(refusal_of(head + one + "003000000000001AAA,001000000000001AAA,x\n").empty());
    CHECK_THAT(
        refusal_of(head + one + "003000000000001,001000000000001,y\n"),
        Catch::Contains("in LastName")
    );
    CHECK_THAT(
        refusal_of("Code__c,AccountId\nc,001000000000001\nc,\n"), Catch::Contains("in AccountId")
    );
}

}  // namespace
}  // namespace rowlock
