#include "harness/cleanup/org_schema.hpp"

#include "harness/replay/bulk2_requests.hpp"
#include "harness/replay/wire_error.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <deque>

namespace rowlock {
namespace {

/// Each is a request; no org has as many children in a row.
constexpr std::size_t k_objects_max = 200;

bool flag(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

/// Names of the custom objects whose records a delete of this object's meets.
std::vector<std::string> custom_children(const Json& description) {
    std::vector<std::string> names;
    const auto children = description.find("childRelationships");
    if (children == description.end() || !children->is_array()) return names;
    for (const Json& child : *children) {
        if (!child.is_object()) continue;
        if (!flag(child, "cascadeDelete") && !flag(child, "restrictedDelete")) continue;
        const auto name = child.find("childSObject");
        if (name == child.end() || !name->is_string()) continue;
        auto text = name->get<std::string>();
        if (text.ends_with("__c")) names.push_back(std::move(text));
    }
    return names;
}

Result<Json> describe(const AskFn& ask, const std::string& object) {
    HttpRequest request;
    request.method = "GET";
    request.target =
        "/services/data/v" + std::string{k_api_version} + "/sobjects/" + object + "/describe";
    const auto answer = ask(request);
    if (!answer) return Failure{answer.error()};
    const RequestLine asked = RequestLine::of(request);
    if (answer->status == 404) return fail(ErrorCode::not_found, "the org has no object " + object);
    if (answer->status >= 400) return Failure{refusal(asked, *answer)};
    auto json = parse_json(answer->body);
    if (!json || !json->is_object() || !json->contains("fields"))
        return Failure{protocol_error(asked, *answer, "expected the description of an object")};
    return std::move(*json);
}

}  // namespace

Result<std::shared_ptr<const Schema>> read_org_schema(
    const AskFn& ask, const std::vector<std::string>& objects
) {
    std::deque<std::string> names{objects.begin(), objects.end()};
    Json descriptions = Json::array();
    for (std::size_t i = 0; i < names.size() && i < k_objects_max; ++i) {
        auto description = describe(ask, names[i]);
        if (!description) return Failure{std::move(description.error())};
        for (std::string& child : custom_children(*description)) {
            const bool known = std::any_of(names.begin(), names.end(), [&](const auto& name) {
                return equal_ignoring_case(name, child);
            });
            if (!known) names.push_back(std::move(child));
        }
        descriptions.push_back(std::move(*description));
    }
    auto schema = load_schema(descriptions.dump(), "the org's description of its objects");
    if (schema) return schema;
    return fail(
        ErrorCode::protocol_broken,
        schema.error().message + "; give the object model as a file with --schema"
    );
}

}  // namespace rowlock
