#include "checks/input/csv_source.hpp"

#include "tests/unit/checks/input/files.hpp"

namespace rowlock {
namespace {

using test::Folder;

Result<CsvSource> open_text(
    const Folder& folder, std::string_view text, std::optional<Delimiter> delimiter = {}
) {
    const auto schema = test::input_schema();
    return open_csv_source(
        folder.write("x.csv", text), *schema, *schema->find("Contact"), delimiter
    );
}

std::vector<std::string> names(const CsvSource& source) {
    std::vector<std::string> result;
    for (const SourceColumn& column : source.columns) {
        result.push_back(column.binding ? column.name : "?" + column.name);
    }
    return result;
}

using Names = std::vector<std::string>;

TEST_CASE("a header's names are bound to fields") {
    const Folder folder;
    const auto source = open_text(folder, "LastName,\"accountid\",Nope,Account.Code__c\nx,y,z,\n");
    REQUIRE(source.has_value());
    CHECK(names(*source) == Names{"LastName", "accountid", "?Nope", "Account.Code__c"});
    CHECK(source->text().substr(source->rows_begin) == "x,y,z,\n");
    CHECK(source->header_line_feeds == 1);
    CHECK_FALSE(source->byte_order_mark);
}

TEST_CASE("the delimiter is the one under which most columns are fields") {
    const Folder folder;
    const char delimiter = GENERATE(',', ';', '\t', '|', '^', '`');
    std::string text = "LastName,AccountId\na,b\n";
    std::replace(text.begin(), text.end(), ',', delimiter);
    const auto source = open_text(folder, text);
    REQUIRE(source.has_value());
    CHECK(static_cast<char>(source->delimiter) == delimiter);
    CHECK(names(*source) == Names{"LastName", "AccountId"});
}

TEST_CASE("a delimiter that is given is taken") {
    const Folder folder;
    const auto source = open_text(folder, "LastName,AccountId\n", Delimiter::tab);
    REQUIRE(source.has_value());
    CHECK(names(*source) == Names{"?LastName,AccountId"});
}

TEST_CASE("a byte-order mark and blank lines before the header are seen") {
    const Folder folder;
    const auto source = open_text(folder, "\xEF\xBB\xBF\r\n\nLastName\r\nx\r\n");
    REQUIRE(source.has_value());
    CHECK(source->byte_order_mark);
    CHECK(names(*source) == Names{"LastName"});
    CHECK(source->header_line_feeds == 3);
    CHECK(source->text().substr(source->rows_begin) == "x\r\n");
}

TEST_CASE("a file may be empty or hold its header only") {
    const Folder folder;
    CHECK(open_text(folder, "")->columns.empty());
    const auto source = open_text(folder, "LastName");
    REQUIRE(source.has_value());
    CHECK(source->rows_begin == source->text().size());
}

TEST_CASE("what is no file, or has no header, is refused") {
    const Folder folder;
    const auto schema = test::input_schema();
    const auto refused = [&](const std::string& path) {
        return !open_csv_source(path, *schema, *schema->find("Contact"), {}).has_value();
    };
    CHECK(refused(folder.path("none.csv")));
    CHECK(refused(folder.path("")));
    CHECK_FALSE(open_text(folder, "\"" + std::string(2'000'000, 'x')).has_value());
}

TEST_CASE("lines that end in CR alone are refused by file, line and column") {
    const Folder folder;
    const auto refused = [&](std::string_view text) {
        const auto source = open_text(folder, text);
        REQUIRE_FALSE(source.has_value());
        CHECK(source.error().code == ErrorCode::bad_file);
        return source.error().message;
    };
    CHECK_THAT(
        refused("LastName,Code__c\nx,1\ny,2\r"),
        Catch::EndsWith("x.csv:3:4: the line ends in CR alone; the platform takes LF or CRLF, so "
                        "convert the file")
    );
    CHECK_THAT(
        refused("LastName,Code__c\rx,1\ry,2\r"),
        Catch::Contains("x.csv:1:17: the line ends in CR alone")
    );
    CHECK_THAT(refused("\n\"Last\rName\",Code__c\rx,1\n"), Catch::Contains("x.csv:2:"));
    const std::string endless = "LastName\r" + std::string(std::size_t{2} << 20, 'x');
    CHECK_THAT(refused(endless), Catch::Contains("x.csv:1:9: "));
    for (const auto* const fine :
         {"LastName,Code__c\r\nx,1\r\n", "\"Last\rName\",Code__c\nx,1\n", "LastName\nx\ry\n"}) {
        CHECK(open_text(folder, fine).has_value());
    }
}

}  // namespace
}  // namespace rowlock
