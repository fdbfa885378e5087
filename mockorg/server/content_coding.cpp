#include "mockorg/server/content_coding.hpp"

#include "mockorg/base/blanks.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/gzip.hpp"

#include <utility>

namespace rowlock {
namespace {

/// Splits off the part before `separator`, trimmed; `rest` keeps what follows.
std::string_view take_until(std::string_view& rest, char separator) {
    const auto end = rest.find(separator);
    const std::string_view part = trimmed(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    return part;
}

/// `q=0`, `q=0.`, `q=0.000`.
bool forbids(std::string_view parameter) {
    const std::string_view name = take_until(parameter, '=');
    const std::string_view weight = trimmed(parameter);
    return equal_ignoring_case(name, "q") && !weight.empty() && weight.front() == '0' &&
           weight.find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

bool is_coded(const HttpRequest& request) {
    const std::string_view coding = trimmed(request.headers.get("Content-Encoding"));
    return !coding.empty() && !equal_ignoring_case(coding, "identity");
}

Result<void> decode_content(HttpRequest& request, std::size_t body_max) {
    if (!is_coded(request)) return {};
    const std::string_view coding = trimmed(request.headers.get("Content-Encoding"));
    if (!equal_ignoring_case(coding, "gzip") && !equal_ignoring_case(coding, "x-gzip")) {
        return fail(
            ErrorCode::unsupported_media_type,
            "Content-Encoding '" + std::string{coding} + "' is not supported. Use gzip or none"
        );
    }
    Result<std::string> text = gunzip(request.body, body_max);
    if (!text) return Failure{text.error()};
    request.body = std::move(*text);
    return {};
}

bool accepts_gzip(std::string_view accept_encoding) {
    while (!accept_encoding.empty()) {
        std::string_view item = take_until(accept_encoding, ',');
        if (!equal_ignoring_case(take_until(item, ';'), "gzip")) continue;
        bool forbidden = false;
        while (!item.empty()) forbidden = forbids(take_until(item, ';')) || forbidden;
        return !forbidden;
    }
    return false;
}

}  // namespace rowlock
