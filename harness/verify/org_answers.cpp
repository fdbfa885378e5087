#include "harness/verify/org_answers.hpp"

#include "harness/replay/wire_error.hpp"
#include "mockorg/codec/json.hpp"

#include <nlohmann/json.hpp>
#include <time.h>

#include <optional>
#include <string_view>

namespace rowlock {
namespace {

std::optional<std::int64_t> mock_time(const HttpResponse& answer) {
    if (answer.status != 200) return std::nullopt;
    const auto json = parse_json(answer.body);
    if (!json || !json->is_object()) return std::nullopt;
    const auto now = json->find("nowMicroseconds");
    if (now == json->end() || !now->is_number_integer()) return std::nullopt;
    return now->get<std::int64_t>() / 1000;
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` [RFC 9110, 5.6.7]
std::optional<std::int64_t> http_date(std::string_view text) {
    const std::string copy{text};
    tm parts{};
    const char* end = strptime(copy.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    if (end == nullptr || *end != '\0') return std::nullopt;
    const std::int64_t seconds = timegm(&parts);
    return seconds * 1000;
}

}  // namespace

Failure stopped_by_user() {
    return fail(ErrorCode::unreachable, "stopped by the user");
}

Result<std::int64_t> read_org_time(const AskFn& ask) {
    // An address of mocks only: a real org says that there is nothing, and when.
    HttpRequest request;
    request.method = "GET";
    request.target = "/rowlock/clock";
    const auto answer = ask(request);
    if (!answer) return Failure{answer.error()};
    if (const auto time = mock_time(*answer)) return *time;
    if (const auto time = http_date(answer->headers.get("Date"))) return *time;
    return Failure{protocol_error(RequestLine::of(request), *answer, "expected a Date header")};
}

}  // namespace rowlock
