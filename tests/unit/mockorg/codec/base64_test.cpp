#include "mockorg/codec/base64.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

// The examples of RFC 4648, section 10.
TEST_CASE("base64 of the standard's examples") {
    CHECK(base64("").empty());
    CHECK(base64("f") == "Zg==");
    CHECK(base64("fo") == "Zm8=");
    CHECK(base64("foo") == "Zm9v");
    CHECK(base64("foobar") == "Zm9vYmFy");
    CHECK(base64(std::string_view{"\xff\xfe\x00", 3}) == "//4A");
}

TEST_CASE("base64 comes back as the bytes it stands for") {
    rc::prop("parse_base64(base64(bytes)) == bytes", [](const std::string& bytes) {
        RC_ASSERT(parse_base64(base64(bytes)) == bytes);
    });
}

TEST_CASE("a text that is no base64 gives nothing") {
    const auto text = GENERATE(
        "Zg",
        "Zg=",
        "Z===",
        "====",
        "Zg==Zg==",
        "Zm9v\n",
        " Zm9v",
        "Zm 9",
        "Zh==",
        "Zm9=",
        "Z*9v",
        "Zm-_"
    );
    CAPTURE(text);
    CHECK(parse_base64(text) == std::nullopt);
}

}  // namespace
}  // namespace rowlock
