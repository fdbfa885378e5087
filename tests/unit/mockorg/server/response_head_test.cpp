#include "mockorg/server/response_head.hpp"

#include "tests/support/test.hpp"

#include <string>
#include <vector>

namespace rowlock {
namespace {

HttpResponse response_of(int status) {
    HttpResponse response;
    response.status = status;
    return response;
}

TEST_CASE("a head tells status, fields and how the body ends") {
    HttpResponse response = response_of(200);
    response.headers.add("Content-Type", "text/plain");
    Framing framing;
    framing.length = 12;
    CHECK(
        response_head(response, framing) ==
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\n"
    );

    Framing streamed;
    streamed.chunked = true;
    streamed.gzip = true;
    streamed.keep_alive = false;
    CHECK(
        response_head(response_of(404), streamed) ==
        "HTTP/1.1 404 Not Found\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"
        "Connection: close\r\n\r\n"
    );
}

TEST_CASE("every status that the org answers with has its phrase") {
    std::vector<int> statuses = {200, 201, 204, 300, 302, 304, 414};
#define ROWLOCK_ERROR(name, code, status, reaction) statuses.push_back(status);
#include "mockorg/base/error_codes.def"
#undef ROWLOCK_ERROR
    for (const int status : statuses) {
        const std::string head = response_head(response_of(status), {});
        CAPTURE(head);
        CHECK(head.find(" \r\n") == std::string::npos);
    }
}

TEST_CASE("answers that can have no body do not speak of its length") {
    Framing framing;
    framing.length = 0;
    CHECK(response_head(response_of(204), framing) == "HTTP/1.1 204 No Content\r\n\r\n");
    CHECK(
        response_head(response_of(201), framing) ==
        "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"
    );
}

TEST_CASE("a value cannot smuggle in a field") {
    HttpResponse response = response_of(200);
    response.headers.add("Location", "/a\r\nSet-Cookie: b");
    Framing framing;
    framing.length = 0;
    CHECK(
        response_head(response, framing) ==
        "HTTP/1.1 200 OK\r\nLocation: /a  Set-Cookie: b\r\nContent-Length: 0\r\n\r\n"
    );
}

TEST_CASE("chunk heads count in hexadecimal") {
    std::string out;
    append_chunk_head(out, 65'535);
    CHECK(out == "ffff\r\n");
}

}  // namespace
}  // namespace rowlock
