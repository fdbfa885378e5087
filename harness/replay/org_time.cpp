#include "harness/replay/org_time.hpp"

#include "mockorg/codec/json.hpp"

#include <nlohmann/json.hpp>
#include <time.h>

#include <string>
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

std::optional<std::int64_t> org_time_in(const HttpResponse& answer) {
    if (const auto time = mock_time(answer)) return time;
    return http_date(answer.headers.get("Date"));
}

}  // namespace rowlock
