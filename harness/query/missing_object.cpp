#include "harness/query/missing_object.hpp"

#include "harness/load/closest_word.hpp"
#include "harness/query/get_body.hpp"
#include "harness/query/text_member.hpp"
#include "harness/replay/bulk2_requests.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/json.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

namespace rowlock {
namespace {

/// Empty if the org does not tell.
std::vector<std::string> object_names(const AskFn& ask) {
    const auto body = get_body(ask, fmt::format("/services/data/v{}/sobjects", k_api_version));
    const auto json = body ? parse_json(*body) : Result<Json>{Failure{body.error()}};
    if (!json || !json->is_object()) return {};
    const auto objects = json->find("sobjects");
    if (objects == json->end() || !objects->is_array()) return {};
    std::vector<std::string> names;
    for (const Json& object : *objects) {
        std::string name = object.is_object() ? text_member(object, "name") : std::string{};
        if (!name.empty()) names.push_back(std::move(name));
    }
    return names;
}

}  // namespace

Error explain_refusal(const AskFn& ask, const std::string& object, Error refusal) {
    const bool may_be_missing =
        refusal.code == ErrorCode::invalid_type || refusal.code == ErrorCode::not_found;
    if (!may_be_missing) return refusal;
    const auto names = object_names(ask);
    const bool is_there = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
        return equal_ignoring_case(name, object);
    });
    if (names.empty() || is_there) return refusal;
    const std::vector<std::string_view> known{names.begin(), names.end()};
    const std::string_view near = closest_word(object, known);
    std::string message = "the org has no object " + object;
    if (!near.empty()) message += fmt::format("; did you mean \"{}\"?", near);
    return {ErrorCode::bad_configuration, std::move(message), {}};
}

}  // namespace rowlock
