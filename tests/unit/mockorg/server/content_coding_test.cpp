#include "mockorg/server/content_coding.hpp"

#include "mockorg/codec/gzip.hpp"
#include "tests/support/test.hpp"

#include <string>

namespace rowlock {
namespace {

std::string pack(std::string_view text) {
    std::string packed;
    GzipWriter writer;
    writer.write(text, true, packed);
    return packed;
}

HttpRequest request_with(const std::string& coding, std::string body) {
    HttpRequest request;
    if (!coding.empty()) request.headers.add("content-encoding", coding);
    request.body = std::move(body);
    return request;
}

TEST_CASE("gzip bodies are unpacked, plain ones left alone") {
    const auto coding = GENERATE(as<std::string>{}, "gzip", "GZip", "x-gzip", " gzip ");
    HttpRequest packed = request_with(coding, pack("Id,Name\n"));
    REQUIRE(decode_content(packed, 1000));
    CHECK(packed.body == "Id,Name\n");

    HttpRequest plain = request_with(GENERATE(as<std::string>{}, "", "identity"), "Id,Name\n");
    REQUIRE(decode_content(plain, 1000));
    CHECK(plain.body == "Id,Name\n");
}

TEST_CASE("other codings, broken data and bombs are refused") {
    const auto coding = GENERATE(as<std::string>{}, "deflate", "br", "gzip, gzip");
    HttpRequest other = request_with(coding, "x");
    CHECK(decode_content(other, 1000).error().code == ErrorCode::unsupported_media_type);

    HttpRequest broken = request_with("gzip", "no gzip at all");
    CHECK(decode_content(broken, 1000).error().code == ErrorCode::client_input_error);

    HttpRequest bomb = request_with("gzip", pack(std::string(1'000'000, 'x')));
    CHECK(bomb.body.size() < 10'000);
    CHECK(is_coded(bomb));
    CHECK_FALSE(is_coded(request_with("identity", "x")));
    CHECK(decode_content(bomb, 999'999).error().code == ErrorCode::body_too_large);
    REQUIRE(decode_content(bomb, 1'000'000));
    CHECK(bomb.body.size() == 1'000'000);
}

TEST_CASE("only who names gzip gets it") {
    const auto [value, accepted] = GENERATE(table<std::string, bool>({
        {"gzip", true},
        {"GZIP", true},
        {"deflate, gzip", true},
        {"gzip;q=0.5, *;q=0", true},
        {"gzip; q=1.0", true},
        {"br ,gzip ; Q=0.001", true},
        {"", false},
        {"*", false},
        {"deflate", false},
        {"gzipped", false},
        {"gzip;q=0", false},
        {"gzip; q=0.000, br", false},
        {",,;", false},
    }));
    CAPTURE(value);
    CHECK(accepts_gzip(value) == accepted);
}

}  // namespace
}  // namespace rowlock
