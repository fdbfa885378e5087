#include "mockorg/codec/charset.hpp"

#include "tests/support/test.hpp"

#include <string>

namespace rowlock {
namespace {

TEST_CASE("a Content-Type names its charset in many ways, or not at all") {
    CHECK(charset_of("text/csv").empty());
    CHECK(charset_of("text/csv; charset=UTF-8") == "utf-8");
    CHECK(charset_of("text/csv;Charset=\"ISO-8859-1\"; header=present") == "iso-8859-1");
    CHECK(charset_of("application/json;charset=").empty());
}

TEST_CASE("texts of other charsets become UTF-8") {
    CHECK(to_utf8("caf\xE9", "ISO-8859-1") == "caf\xC3\xA9");
    CHECK(to_utf8("\x80", "windows-1252") == "\xE2\x82\xAC");
    CHECK(to_utf8(std::string{"A\0B\0", 4}, "utf-16le") == "AB");
    // Longer than what is converted at a time.
    const std::string wide(200'001, '\xE9');
    const std::string converted = to_utf8(wide, "latin1").value();
    CHECK(converted.size() == 2 * wide.size());
}

TEST_CASE("a text goes back to its charset, piece by piece") {
    for (const char* charset : {"", "windows-1252", "utf-16", "utf-16le"}) {
        INFO(charset);
        auto writer = CharsetWriter::create(charset).value();
        std::string text;
        for (const char* piece : {"caf\xC3\xA9\n", "M\xC3\xBCller\n"})
            text += writer.converted(piece).value();
        CHECK(to_utf8(text, charset) == "caf\xC3\xA9\nM\xC3\xBCller\n");
    }
    CHECK(CharsetWriter::create("klingon").error().code == ErrorCode::unsupported_media_type);
    auto latin = CharsetWriter::create("latin1").value();
    CHECK(latin.converted("\xE2\x82\xAC").error().code == ErrorCode::malformed_request);
}

TEST_CASE("UTF-8 is left alone, whatever its bytes") {
    CHECK(to_utf8("caf\xE9", "") == "caf\xE9");
    CHECK(to_utf8("caf\xE9", "UTF-8") == "caf\xE9");
}

TEST_CASE("an unknown charset and a text that is not of its own are refused") {
    CHECK(to_utf8("a", "klingon").error().code == ErrorCode::unsupported_media_type);
    CHECK(to_utf8("a", "a\nb").error().code == ErrorCode::unsupported_media_type);
    CHECK(to_utf8("A\xE9\n", "euc-jp").error().code == ErrorCode::malformed_request);
    CHECK(to_utf8("abc", "utf-16le").error().code == ErrorCode::malformed_request);
}

}  // namespace
}  // namespace rowlock
