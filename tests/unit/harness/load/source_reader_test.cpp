#include "harness/load/source_reader.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/harness/load/mistaken_load.hpp"

namespace rowlock {
namespace {

std::string with_column(std::string_view column) {
    return R"({ "name": "x", "sources": {
    "a": { "object": "Account", "rows": 9, "columns": { "A": "" } },
    "s": { "object": "X", "rows": 9, "columns": { "C": )" +
           std::string(column) + R"( } } },
  "setup": [ { "source": "a", "operation": "insert" } ],
  "load": { "source": "s", "operation": "insert" } })";
}

TEST_CASE("mistakes of sources") {
    const auto with_source = [](std::string_view source) {
        return R"({ "name": "x", "sources": { "s": )" + std::string(source) +
               R"( }, "load": { "source": "s", "operation": "insert" } })";
    };
    check(
        {R"({ "name": "x", "sources": @[], "load": { "source": "s", "operation": "insert" } })",
         "\"sources\" is an array, expected an object with at least one source\n"
         "dir/x.json:1:51: \"source\" of \"load\" is \"s\""}
    );
    check({with_source("@7"), "source \"s\" is 7, expected an object"});
    check(
        {with_source(R"(@{ "object": "A", "columns": { "C": "" } })"),
         R"(source "s" lacks the member "rows")"}
    );
    check(
        {with_source(R"({ "object": "A", "rows": @0, "columns": { "C": "" } })"),
         R"("rows" of source "s" is 0, expected a whole number from 1 to 1000000000)"}
    );
    check(
        {with_source(R"({ "object": "A", "rows": 1, "columns": @{} })"),
         R"("columns" of source "s" is an object, expected an object with at least one column)"}
    );
    check(
        {with_source(R"({ "object": "A", "rows": 1, "columns": { "C": "", @"c": "" } })"),
         "column \"c\" differs from an earlier one only in letter case, expected each once"}
    );
    check(
        {with_source(R"({ "object": "A", "rows": 1, "columns": { @"": "" } })"),
         "a column's name is empty, expected a field"}
    );
    check(
        {with_source(R"({ "object": "A", "file": "f", @"rows": 1 })"),
         "unknown member \"rows\" in source \"s\"; expected one of \"object\", \"file\", "
         "\"delimiter\", \"encoding\""}
    );
    check(
        {with_source(R"({ "object": "A", "file": "f", "encoding": @"" })"),
         R"("encoding" of source "s" is "", expected a text that is not empty)"}
    );
    check(
        {with_source(R"({ "object": "A", "file": @1 })"),
         R"("file" of source "s" is 1, expected a text that is not empty)"}
    );
    check(
        {with_source(R"({ "object": "A", "file": "f", "delimiter": @"," })"),
         "\"delimiter\" of source \"s\" is \",\"; expected one of \"COMMA\", \"BACKQUOTE\", "
         "\"CARET\", "
         "\"PIPE\", \"SEMICOLON\", \"TAB\""}
    );
    check(
        {with_source(R"({ "object": @[], "file": "f" })"),
         R"("object" of source "s" is an array, expected a text that is not empty)"}
    );
}

TEST_CASE("mistakes of columns") {
    const std::string expected =
        "expected a text such as \"EXT-{n}\" or an object with one of \"date\", \"number\", "
        "\"oneOf\", "
        "\"parent\"";
    check({with_column("@7"), "column \"C\" is 7, " + expected});
    check({with_column(R"(@{ "dat": "2026-01-01" })"), "column \"C\" is an object, " + expected});
    check(
        {with_column(R"({ "oneOf": ["x"], @"number": [1, 2] })"),
         R"(column "C" has both "oneOf" and "number", expected one)"}
    );
    check(
        {with_column(R"(@"{m}")"),
         "column \"C\" is \"{m}\", expected {n} or {n:7} for the row number (width 1 to 20), "
         "{{ or }} for a brace"}
    );
    for (const char* date : {"\"2026-02-30\"", "\"26-1-1\"", "\"9999-01-01\""}) {
        check(
            {with_column(std::string(R"({ "date": @)") + date + " }"),
             std::string(R"("date" of column "C" is )") + date +
                 ", expected a day such as \"2026-01-31\", not too far in the future"}
        );
    }
    check(
        {with_column(R"({ "date": @"3999-01-01", "spanDays": 1000 })"),
         "\"date\" of column \"C\" is \"3999-01-01\", expected a day such as \"2026-01-31\", not "
         "too far "
         "in the future"}
    );
    check(
        {with_column(R"({ "date": "2026-01-01", "spanDays": @0 })"),
         R"("spanDays" of column "C" is 0, expected a whole number from 1 to 366000)"}
    );
    check(
        {with_column(R"({ "date": "2026-01-01", @"spandays": 2 })"),
         R"(unknown member "spandays" in column "C"; did you mean "spanDays"?)"}
    );
    const std::string numbers =
        "expected two numbers [LOW, HIGH] from -1e12 to 1e12 with at most 0 decimals "
        "(\"decimals\"), the "
        "lower one first";
    for (const char* range :
         {"[2, 1]", "[1]", "[1, 2, 3]", "[1, \"2\"]", "[0.5, 1]", "[0, 1e13]"}) {
        check(
            {with_column(std::string(R"({ "number": @)") + range + " }"),
             R"("number" of column "C" is an array, )" + numbers}
        );
    }
    check(
        {with_column(R"({ "number": [1, 2], "decimals": @7 })"),
         R"("decimals" of column "C" is 7, expected a whole number from 0 to 6)"}
    );
    check(
        {with_column(R"({ "oneOf": @[] })"),
         R"("oneOf" of column "C" is an array, expected a list of at least one text)"}
    );
    check(
        {with_column(R"({ "oneOf": ["a", @1] })"),
         R"("oneOf" of column "C" is 1, expected only texts in the list)"}
    );
}

TEST_CASE("mistakes of parent references") {
    check(
        {with_column(R"({ "parent": @"account" })"),
         R"("parent" of column "C" is "account"; expected one of "a", "s")"}
    );
    check(
        {with_column(R"({ "parent": "a", "pick": @"unifrom" })"),
         R"("pick" is "unifrom"; did you mean "uniform"?)"}
    );
    check(
        {with_column(R"({ "parent": "a", "pick": @"zipf" })"),
         "\"pick\" is \"zipf\", expected an object: {\"zipf\": 1.1}, {\"hot\": {\"share\": 0.2, "
         "\"parents\": 0.01}} or {\"single\": 0}"}
    );
    for (const char* pick : {"5", "{}", R"({ "zipf": 1, "single": 0 })"}) {
        check(
            {with_column(std::string(R"({ "parent": "a", "pick": @)") + pick + " }"),
             std::string("\"pick\" is ") + (pick[0] == '5' ? "5" : "an object") +
                 ", expected \"uniform\", \"sequential\", \"grouped\" or an object with one of "
                 "\"zipf\", \"hot\", \"single\""}
        );
    }
    check(
        {with_column(R"({ "parent": "a", "pick": { @"zip": 1 } })"),
         R"(unknown member "zip" in "pick"; did you mean "zipf"?)"}
    );
    check(
        {with_column(R"({ "parent": "a", "pick": { "zipf": @0 } })"),
         R"("zipf" of "pick" is 0, expected a number from 0.001 to 10)"}
    );
    check(
        {with_column(R"({ "parent": "a", "pick": { "single": @-1 } })"),
         R"("single" of "pick" is -1, expected a whole number from 0 to 999999999)"}
    );
    check(
        {with_column(R"({ "parent": "a", "pick": { "hot": @{ "share": 0.5 } } })"),
         R"("hot" lacks the member "parents")"}
    );
    check(
        {with_column(R"({ "parent": "a", "pick": { "hot": { "share": @2, "parents": 1 } } })"),
         R"("share" of "hot" is 2, expected a number from 0 to 1)"}
    );
    check(
        {with_column(R"({ "parent": "a", "pick": { "single": @9 } })"),
         R"("pick" takes row 9, expected one of the 9 rows of "a" (0 to 8))"}
    );
}

}  // namespace
}  // namespace rowlock
