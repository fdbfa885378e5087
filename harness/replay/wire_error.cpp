#include "harness/replay/wire_error.hpp"

#include "mockorg/codec/json.hpp"
#include "mockorg/codec/xml_reader.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace rowlock {
namespace {

constexpr std::size_t k_body_start = 200;
/// The longest sentences of an org.
constexpr std::size_t k_message_start = 500;

/// The text's start on one line, fit for a terminal.
std::string start_of(std::string_view body, std::size_t length = k_body_start) {
    std::string text{body.substr(0, length)};
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; }, ' '
    );
    if (body.size() > length) text += "...";
    return text;
}

/// What an org says of a query, without the piece of it and the caret that it draws before.
std::string_view sentence_of(std::string_view message) {
    const auto place = message.find("\nERROR at Row:");
    const auto line_end = place == std::string_view::npos ? place : message.find('\n', place + 1);
    return line_end == std::string_view::npos ? message : message.substr(line_end + 1);
}

struct WireError {
    std::string code;
    std::string message;
};

/// Bulk API 1.0: `<error><exceptionCode>...`
WireError read_xml_error(std::string_view body) {
    const auto root = read_xml(body);
    if (!root || root->name.local != "error") return {};
    const XmlElement* code = root->child("exceptionCode");
    const XmlElement* message = root->child("exceptionMessage");
    if (code == nullptr) return {};
    return {code->text, message == nullptr ? std::string{} : message->text};
}

/// `[{"errorCode":"...","message":"..."}]`, or an error of Bulk API 1.0 in XML or JSON.
std::optional<WireError> read_error(std::string_view body) {
    WireError error;
    if (body.starts_with('<')) {
        error = read_xml_error(body);
    } else if (const auto json = parse_json(body); json) {
        if (json->is_object()) {
            error = {text_in(*json, "exceptionCode"), text_in(*json, "exceptionMessage")};
        } else if (json->is_array() && !json->empty() && json->front().is_object()) {
            error = {text_in(json->front(), "errorCode"), text_in(json->front(), "message")};
        }
    }
    if (error.code.empty()) return std::nullopt;
    return error;
}

/// The APIs write one name in three ways: INVALIDJOBSTATE, InvalidJobState, INVALID_JOB_STATE.
std::string plain_name(std::string_view name) {
    std::string plain;
    for (const char c : name) {
        if (c != '_') plain += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return plain;
}

ErrorCode code_named(std::string_view wire) {
    const std::string plain = plain_name(wire);
    for (int number = 0; number < static_cast<int>(ErrorCode::protocol_broken); ++number) {
        const auto code = static_cast<ErrorCode>(number);
        if (plain_name(wire_code(code)) == plain) return code;
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
    const auto error = read_error(answer.body);
    if (!error) return protocol_error(asked, answer, "refused without an error list");
    return {
        code_named(error->code),
        fmt::format(
            "{} {} answered {} {}: {}",
            asked.method,
            asked.target,
            answer.status,
            start_of(error->code),
            start_of(sentence_of(error->message), k_message_start)
        ),
        {}};
}

std::string wire_code_of(const HttpResponse& answer) {
    auto error = read_error(answer.body);
    return error ? std::move(error->code) : std::string{};
}

bool is_transient(const Result<HttpResponse>& answer) {
    if (!answer) return answer.error().code == ErrorCode::unreachable;
    const int status = answer->status;
    // What Bulk API 1.0 says where the others answer 403.
    if (status == 400 && wire_code_of(*answer) == "ExceededQuota")
        return answer->body.find("TotalRequests") != std::string::npos;
    if (status == 403) return wire_code_of(*answer) == "REQUEST_LIMIT_EXCEEDED";
    return status == 420 || status == 429 || status >= 500;
}

bool session_has_ended(const HttpResponse& answer) {
    if (answer.status == 401) return true;
    if (answer.status != 400) return false;
    const auto error = read_error(answer.body);
    return error && code_named(error->code) == ErrorCode::invalid_session_id;
}

}  // namespace rowlock
