#include "mockorg/api/json_body.hpp"

#include "mockorg/base/case_insensitive.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace rowlock {

std::string media_type(std::string_view content_type) {
    content_type = content_type.substr(0, content_type.find(';'));
    while (!content_type.empty() && content_type.back() == ' ') content_type.remove_suffix(1);
    return to_lower(content_type);
}

Result<void> expect_media_type(
    const HttpRequest& request, std::initializer_list<std::string_view> accepted
) {
    const std::string type = media_type(request.headers.get("Content-Type"));
    if (type.empty() || std::find(accepted.begin(), accepted.end(), type) != accepted.end()) {
        return {};
    }
    return fail(
        ErrorCode::unsupported_media_type,
        "Content-Type header specified in HTTP request is not supported: " + type
    );
}

Result<Json> parse_json_object(std::string_view text) {
    Result<Json> json = parse_json(text);
    if (json && !json->is_object()) {
        return fail(ErrorCode::json_parser_error, "The body must be a JSON object");
    }
    return json;
}

Result<std::string> text_member(const Json& object, std::string_view name) {
    const auto member = object.find(std::string{name});
    if (member == object.end() || member->is_null()) return std::string{};
    if (const auto* text = member->get_ptr<const std::string*>()) return *text;
    return fail(
        ErrorCode::json_parser_error,
        "The member '" + std::string{name} + "' must be a string, not a " + member->type_name()
    );
}

std::string BodyMembers::text(std::string_view name) {
    auto text = text_member(object_, name);
    if (text) return *std::move(text);
    complain(std::move(text.error()));
    return {};
}

const Json* BodyMembers::find(std::string_view name) const {
    const auto member = object_.find(std::string{name});
    return member == object_.end() ? nullptr : &*member;
}

void BodyMembers::complain(Error mistake) {
    if (outcome_) outcome_ = Failure{std::move(mistake)};
}

Result<bool> flag_member(const Json& object, std::string_view name) {
    const auto member = object.find(std::string{name});
    if (member == object.end() || member->is_null()) return false;
    if (member->is_boolean()) return member->get<bool>();
    return fail(
        ErrorCode::json_parser_error, "The member '" + std::string{name} + "' must be a boolean"
    );
}

}  // namespace rowlock
