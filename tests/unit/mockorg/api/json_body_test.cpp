#include "mockorg/api/json_body.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

HttpRequest typed(const std::string& type) {
    HttpRequest request;
    if (!type.empty()) request.headers.add("content-type", type);
    return request;
}

TEST_CASE("media types are compared without case and parameters") {
    CHECK(media_type("Text/CSV ; charset=UTF-8") == "text/csv");
    CHECK(media_type("") == "");
    CHECK(expect_media_type(typed("TEXT/CSV;charset=x"), {"a/b", "text/csv"}).has_value());
    CHECK(expect_media_type(typed(""), {"text/csv"}).has_value());
    const auto refused =
        expect_media_type(typed("application/x-www-form-urlencoded"), {"text/csv"});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == ErrorCode::unsupported_media_type);
    CHECK(
        refused.error().message ==
        "Content-Type header specified in HTTP request is not supported: "
        "application/x-www-form-urlencoded"
    );
}

}  // namespace
}  // namespace rowlock
