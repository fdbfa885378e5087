#include "harness/load/csv_text.hpp"

#include "tests/support/folder.hpp"

namespace rowlock {
namespace {

using test::Folder;

Result<std::string> read(const std::string& path, const std::string& encoding = {}) {
    return read_csv_text(path, encoding, 1000);
}

std::string utf16(std::string_view ascii, bool big, bool marked) {
    std::string text = !marked ? "" : big ? "\xFE\xFF" : "\xFF\xFE";
    for (const char c : ascii) {
        if (big) text += '\0';
        text += c;
        if (!big) text += '\0';
    }
    return text;
}

TEST_CASE("bytes that are no UTF-8 are refused with their place and the way out") {
    const Folder folder;
    const std::string path = folder.write("a.csv", "Name,City\nOk,K\xC3\xB6ln\nM\xFCller,x\n");
    const auto text = read(path);
    REQUIRE_FALSE(text);
    CHECK(text.error().code == ErrorCode::bad_file);
    CHECK_THAT(text.error().message, Catch::StartsWith(path + ":3:2: byte 0xFC"));
    CHECK_THAT(text.error().message, Catch::Contains("--encoding"));
    CHECK(read(folder.write("b.csv", "Name\nK\xC3\xB6ln\n")) == "Name\nK\xC3\xB6ln\n");
}

TEST_CASE("what has another encoding goes to UTF-8 once that is said") {
    const Folder folder;
    const std::string path = folder.write("a.csv", "Name\nM\xFCller \x80\n");
    CHECK(read(path, "windows-1252") == "Name\nM\xC3\xBCller \xE2\x82\xAC\n");
    CHECK(read(path, "CP1252").value() == read(path, "windows-1252").value());
    const std::string marked = folder.write("m.csv", "\xEF\xBB\xBFName\nM\xFCller\n");
    CHECK(read(marked, "windows-1252") == "Name\nM\xC3\xBCller\n");
    const auto wrong = read(path, "UTF-8");
    REQUIRE_FALSE(wrong);
    CHECK_THAT(wrong.error().message, Catch::Contains(":2:2:"));
}

TEST_CASE("UTF-16 is known by its mark or its zeros, and read when it is named") {
    const Folder folder;
    const bool big = GENERATE(true, false);
    const bool marked = GENERATE(true, false);
    const std::string path = folder.write("a.csv", utf16("Name\nx\n", big, marked));
    const auto text = read(path);
    REQUIRE_FALSE(text);
    std::string name = "UTF-16";
    if (!marked) name += big ? "BE" : "LE";
    CHECK_THAT(
        text.error().message, Catch::StartsWith(path + ":1:1: the file looks like " + name + ",")
    );
    CHECK(read(path, name) == "Name\nx\n");
    // No single byte of it is shown.
    for (const char c : text.error().message) CHECK((c >= ' ' && c <= '~'));
}

TEST_CASE("UTF-32 is not taken for UTF-16, whose mark it begins with") {
    const Folder folder;
    const std::string_view text{"\xFF\xFE\0\0a\0\0\0\n\0\0\0", 12};
    const std::string path = folder.write("a.csv", text);
    const auto refused = read(path);
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().message, Catch::Contains("looks like UTF-32,"));
    CHECK(read(path, "UTF-32") == "a\n");
}

TEST_CASE("an encoding that nobody knows, or that the file has not, is said") {
    const Folder folder;
    const std::string path = folder.write("a.csv", "Name\nM\xFCller\n");
    const auto unknown = read(path, "klingon");
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().code == ErrorCode::bad_configuration);
    CHECK_THAT(unknown.error().message, Catch::Contains("\"klingon\" is unknown"));
    const auto other = read(path, "Shift_JIS");
    REQUIRE_FALSE(other);
    CHECK(other.error().code == ErrorCode::bad_file);
    CHECK_THAT(other.error().message, Catch::Contains("no text in the encoding Shift_JIS"));
    CHECK_FALSE(read(path + "x"));
}

}  // namespace
}  // namespace rowlock
