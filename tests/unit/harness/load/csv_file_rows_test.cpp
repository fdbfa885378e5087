#include "harness/load/csv_file_rows.hpp"

#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"

#include <filesystem>
#include <fstream>

namespace rowlock {
namespace {

std::string row_of(const RowSource& source, RowNumber row) {
    std::string text;
    source.append_row(row, {}, text);
    return text;
}

std::string value_of(const RowSource& source, RowNumber row, std::size_t column) {
    std::string text;
    source.append_value(row, column, {}, text);
    return text;
}

TEST_CASE("a file's rows are handed on as they stand") {
    const auto made =
        CsvFileRows::make("Name,\"Id\"\n\"a \"\"b\"\"\",1\n\n\"two\nlines\",2", Delimiter::comma);
    REQUIRE(made.has_value());
    const RowSource& source = **made;
    CHECK(source.columns() == std::vector<std::string>{"Name", "Id"});
    REQUIRE(source.size() == 2);
    CHECK(source.format().line_ending == LineEnding::lf);
    std::string header;
    source.append_header(header);
    CHECK(header == "Name,\"Id\"\n");
    CHECK(row_of(source, 0) == "\"a \"\"b\"\"\",1\n");
    CHECK(row_of(source, 1) == "\"two\nlines\",2\n");
    CHECK(value_of(source, 0, 0) == "a \"b\"");
    CHECK(value_of(source, 1, 0) == "two\nlines");
    CHECK(value_of(source, 1, 1) == "2");
    CHECK_FALSE(source.parent_source(1).has_value());
    CHECK(source.find_column("ID") == 1U);
    CHECK_FALSE(source.find_column("Idx").has_value());
}

TEST_CASE("line ends and delimiter are those of the file") {
    const auto made = CsvFileRows::make("a;b\r\n1;2\r\n", Delimiter::semicolon);
    REQUIRE(made.has_value());
    CHECK((*made)->format().line_ending == LineEnding::crlf);
    CHECK((*made)->format().delimiter == Delimiter::semicolon);
    CHECK((*made)->columns() == std::vector<std::string>{"a", "b"});
    CHECK(row_of(**made, 0) == "1;2\r\n");
}

TEST_CASE("a folder's files follow each other by name under one header") {
    std::string name = (std::filesystem::temp_directory_path() / "rowlock-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    const std::filesystem::path folder = name;
    std::ofstream{folder / "b.csv"} << "Name,Id\nlast,3";
    std::ofstream{folder / "a.csv"} << "Name,Id\n\"two\nlines\",1\n,2\n";
    std::ofstream{folder / "notes.txt"} << "no rows";
    CsvFileSpec spec;
    spec.path = {name, "load.json:1:1"};
    const auto opened = CsvFileRows::open(spec);
    if (!opened) FAIL(opened.error().message);
    REQUIRE((*opened)->size() == 3);
    CHECK(row_of(**opened, 0) == "\"two\nlines\",1\n");
    CHECK(row_of(**opened, 2) == "last,3\n");
    std::ofstream{folder / "c.csv"} << "Id,Name\n4,odd\n";
    const auto mixed = CsvFileRows::open(spec);
    REQUIRE_FALSE(mixed);
    CHECK_THAT(mixed.error().message, Catch::Contains("c.csv: has other columns"));
    std::filesystem::remove_all(folder);
    std::filesystem::create_directory(folder);
    CHECK_FALSE(CsvFileRows::open(spec));
    std::filesystem::remove_all(folder);
}

TEST_CASE("each file of a folder is read in the encoding that is said") {
    const test::Folder folder;
    folder.write("a.csv", "Name,Id\nplain,1\n");
    folder.write("b.csv", "Name,Id\nM\xFCller,2\n");
    CsvFileSpec spec;
    spec.path = {folder.path(""), "load.json:1:1"};
    const auto refused = CsvFileRows::open(spec);
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().message, Catch::Contains("b.csv:2:2: byte 0xFC"));
    spec.encoding = "windows-1252";
    const auto opened = CsvFileRows::open(spec);
    REQUIRE(opened);
    CHECK(row_of(**opened, 1) == "M\xC3\xBCller,2\n");
}

TEST_CASE("a byte-order mark is no part of the first column") {
    const auto made = CsvFileRows::make("\xEF\xBB\xBFName,Id\na,1\n", Delimiter::comma);
    REQUIRE(made);
    CHECK((*made)->columns().front() == "Name");
    std::string header;
    (*made)->append_header(header);
    CHECK(header == "Name,Id\n");
    CHECK(row_of(**made, 0) == "a,1\n");
    // Of each file of a folder.
    const test::Folder folder;
    folder.write("a.csv", "\xEF\xBB\xBFName\na\n");
    folder.write("b.csv", "Name\nb\n");
    CsvFileSpec spec;
    spec.path = {folder.path(""), "load.json:1:1"};
    const auto opened = CsvFileRows::open(spec);
    if (!opened) FAIL(opened.error().message);
    CHECK((*opened)->size() == 2);
    CHECK((*opened)->columns().front() == "Name");
}

TEST_CASE("short and malformed rows have empty values, and are handed on all the same") {
    const auto made = CsvFileRows::make("a,b\n1\n\"x\"y,2\n", Delimiter::comma);
    REQUIRE(made.has_value());
    CHECK(value_of(**made, 0, 1).empty());
    CHECK(value_of(**made, 1, 1).empty());
    CHECK(row_of(**made, 1) == "\"x\"y,2\n");
}

TEST_CASE("a file that cannot be used says why") {
    const auto error_of = [](const char* text) {
        const auto made = CsvFileRows::make(text, Delimiter::comma);
        REQUIRE_FALSE(made.has_value());
        CHECK(made.error().code == ErrorCode::bad_file);
        return made.error().message;
    };
    CHECK(error_of("") == "the file is empty, expected a header line");
    CHECK(error_of("a\n\"b") == "the last quote is never closed");
    CHECK_THAT(error_of("\"a\"b\n1\n"), Catch::StartsWith("malformed header line: "));
    CsvFileSpec missing;
    missing.path = {"no/such/file.csv", "load.json:3:4"};
    const auto opened = CsvFileRows::open(missing);
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().code == ErrorCode::bad_file);
    CHECK(opened.error().message == "load.json:3:4: cannot read no/such/file.csv: no such file");
    missing.path.text = "/dev/zero";
    CHECK_FALSE(CsvFileRows::open(missing).has_value());
}

TEST_CASE("no CSV text whatever ends the process") {
    rc::prop("rows or an error", [] {
        const auto text =
            *rc::gen::container<std::string>(rc::gen::elementOf(std::string{"a,\"\n\r;"}));
        const auto made = CsvFileRows::make(text, Delimiter::comma);
        if (!made) return;
        for (RowNumber row = 0; row < (*made)->size(); ++row) {
            RC_ASSERT(row_of(**made, row).ends_with('\n'));
            for (std::size_t i = 0; i < (*made)->columns().size(); ++i) value_of(**made, row, i);
        }
    });
}

TEST_CASE("lines that end in CR alone are one header without rows, which nobody means") {
    const auto made = CsvFileRows::make("Name,Id\ra,1\rb,2\r", Delimiter::comma);
    REQUIRE_FALSE(made);
    CHECK_THAT(made.error().message, Catch::Contains("end in CR alone"));
    CHECK(CsvFileRows::make("Name\r\n\"a\rb\"\r\n", Delimiter::comma));
}

}  // namespace
}  // namespace rowlock
