#include "mockorg/server/response_head.hpp"

#include <fmt/format.h>

#include <iterator>

namespace rowlock {
namespace {

std::string_view reason_of(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 204:
            return "No Content";
        case 300:
            return "Multiple Choices";
        case 302:
            return "Found";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        default:
            return "";
    }
}

void append_field_text(std::string& out, std::string_view text) {
    for (const char c : text) out.push_back(c == '\r' || c == '\n' ? ' ' : c);
}

}  // namespace

bool may_have_body(int status) {
    return status >= 200 && status != 204 && status != 304;
}

std::string response_head(const HttpResponse& response, const Framing& framing) {
    std::string out;
    out.reserve(256);
    fmt::format_to(
        std::back_inserter(out), "HTTP/1.1 {} {}\r\n", response.status, reason_of(response.status)
    );
    for (const auto& [name, value] : response.headers.all()) {
        append_field_text(out, name);
        out.append(": ");
        append_field_text(out, value);
        out.append("\r\n");
    }
    if (framing.gzip) out.append("Content-Encoding: gzip\r\n");
    if (framing.chunked) {
        out.append("Transfer-Encoding: chunked\r\n");
    } else if (framing.length && may_have_body(response.status)) {
        fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", *framing.length);
    }
    if (!framing.keep_alive) out.append("Connection: close\r\n");
    out.append("\r\n");
    return out;
}

void append_chunk_head(std::string& out, std::size_t size) {
    fmt::format_to(std::back_inserter(out), "{:x}\r\n", size);
}

}  // namespace rowlock
