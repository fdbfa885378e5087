#include "harness/replay/wire_error.hpp"

#include "mockorg/codec/json.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace rowlock {
namespace {

constexpr std::size_t k_body_start = 200;

/// The body's start on one line, fit for a terminal.
std::string start_of(std::string_view body) {
    std::string text{body.substr(0, k_body_start)};
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; }, ' '
    );
    if (body.size() > k_body_start) text += "...";
    return text;
}

struct WireError {
    std::string code;
    std::string message;
};

/// `[{"errorCode":"...","message":"..."}]`
std::optional<WireError> read_error_list(std::string_view body) {
    const auto json = parse_json(body);
    if (!json || !json->is_array() || json->empty() || !json->front().is_object())
        return std::nullopt;
    const Json& first = json->front();
    const auto text = [&](const char* name) -> std::string {
        const auto found = first.find(name);
        return found != first.end() && found->is_string() ? found->get<std::string>()
                                                          : std::string{};
    };
    WireError error{text("errorCode"), text("message")};
    if (error.code.empty()) return std::nullopt;
    return error;
}

ErrorCode code_named(std::string_view wire) {
    for (int number = 0; number < static_cast<int>(ErrorCode::protocol_broken); ++number) {
        const auto code = static_cast<ErrorCode>(number);
        if (wire_code(code) == wire) return code;
    }
    return ErrorCode::protocol_broken;
}

}  // namespace

Error protocol_error(const RequestLine& asked, const HttpResponse& answer, std::string_view what) {
    return {
        ErrorCode::protocol_broken,
        fmt::format(
            "{} {}: {} (status {}, body: {})",
            asked.method,
            asked.target,
            what,
            answer.status,
            answer.body.empty() ? "empty" : start_of(answer.body)
        ),
        {}};
}

Error refusal(const RequestLine& asked, const HttpResponse& answer) {
    const auto error = read_error_list(answer.body);
    if (!error) return protocol_error(asked, answer, "refused without an error list");
    return {
        code_named(error->code),
        fmt::format(
            "{} {} answered {} {}: {}",
            asked.method,
            asked.target,
            answer.status,
            start_of(error->code),
            start_of(error->message)
        ),
        {}};
}

std::string wire_code_of(const HttpResponse& answer) {
    auto error = read_error_list(answer.body);
    return error ? std::move(error->code) : std::string{};
}

bool is_transient(const Result<HttpResponse>& answer) {
    if (!answer) return answer.error().code == ErrorCode::unreachable;
    return answer->status == 420 || answer->status == 429 || answer->status >= 500;
}

}  // namespace rowlock
