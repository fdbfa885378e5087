#include "checks/input/row_faults.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/input/files.hpp"

namespace rowlock {
namespace {

using test::Folder;

RowFaults faults_of(const std::string& text) {
    const Folder folder;
    const auto input = test::load(test::contacts_request({folder.write("c.csv", text)}));
    return input.files().front().faults;
}

TEST_CASE("rows in order have no faults, whatever their quotes hold") {
    CHECK_FALSE(faults_of("LastName,AccountId\nA,\n\"a \"\"b\"\", c\nd\",\n\n\"\",\n").any());
}

TEST_CASE("each fault is counted, the first one placed") {
    const std::string text = "LastName,AccountId\nA,\nB \"b\",\nC\n\"D\" ,x,y\n\"E\nF,\nG";
    const RowFaults faults = faults_of(text);
    CHECK(faults.rows == 4);
    CHECK(faults.count(RowFault::misplaced_quote) == 2);
    CHECK(faults.count(RowFault::cell_count) == 3);
    CHECK(faults.count(RowFault::unclosed_quote) == 1);
    REQUIRE(faults.any());
    CHECK(faults.first->row == 2);
    CHECK(
        fault_text(faults, "c.csv", text) ==
        "c.csv:3:1: a value with quotes must be quoted as a whole, its own quotes doubled"
    );
}

TEST_CASE("faults are found wherever chunks end") {
    std::string text = "LastName,AccountId\n";
    while (text.size() < 3'000'000) text += "\"a, \"\"b\"\"\",\n";
    CHECK_FALSE(faults_of(text).any());
    const std::uint64_t lines =
        static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
    text += "x\"y\",\n";
    const RowFaults faults = faults_of(text);
    CHECK(faults.rows == 1);
    REQUIRE(faults.any());
    CHECK(faults.first->row == lines);
}

}  // namespace
}  // namespace rowlock
