#include "harness/cleanup/org_schema.hpp"

#include "harness/query/missing_object.hpp"
#include "harness/replay/bulk2_requests.hpp"
#include "harness/replay/wire_error.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <deque>
#include <optional>

namespace rowlock {
namespace {

/// Each is a request; no org has as many children in a row.
constexpr std::size_t k_objects_max = 200;

bool flag(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

/// A custom object whose records a delete of another's meets.
struct CustomChild {
    std::string name;
    /// Its records go, too, or forbid it; else they only lose a reference.
    bool binding = false;
};

std::vector<CustomChild> custom_children(const Json& description) {
    std::vector<CustomChild> found;
    const auto children = description.find("childRelationships");
    if (children == description.end() || !children->is_array()) return found;
    for (const Json& child : *children) {
        if (!child.is_object()) continue;
        const auto name = child.find("childSObject");
        if (name == child.end() || !name->is_string()) continue;
        auto text = name->get<std::string>();
        const bool binding = flag(child, "cascadeDelete") || flag(child, "restrictedDelete");
        if (text.ends_with("__c")) found.push_back({std::move(text), binding});
    }
    return found;
}

/// Objects to describe, each once; what hangs on those that only lose a reference stays.
class DescribeQueue {
public:
    explicit DescribeQueue(const std::vector<std::string>& objects) {
        for (const std::string& object : objects) add({object, true});
    }

    void add(CustomChild object) {
        const auto known = std::find_if(objects_.begin(), objects_.end(), [&](const auto& one) {
            return equal_ignoring_case(one.name, object.name);
        });
        if (known == objects_.end()) {
            objects_.push_back(std::move(object));
        } else if (object.binding && !known->binding) {
            known->binding = true;
            // Its children are wanted after all.
            if (static_cast<std::size_t>(known - objects_.begin()) < next_)
                again_.push_back(*known);
        }
    }

    std::optional<CustomChild> next() {
        if (next_ < objects_.size()) return objects_[next_++];
        if (again_.empty()) return std::nullopt;
        CustomChild object = std::move(again_.back());
        again_.pop_back();
        return object;
    }

private:
    std::deque<CustomChild> objects_;
    std::size_t next_ = 0;
    std::vector<CustomChild> again_;
};

Result<Json> describe(const AskFn& ask, const std::string& object) {
    const HttpRequest request = request_of(
        "GET", "/services/data/v" + std::string{k_api_version} + "/sobjects/" + object + "/describe"
    );
    const auto answer = ask(request);
    if (!answer) return Failure{answer.error()};
    const RequestLine asked = RequestLine::of(request);
    if (answer->status >= 400)
        return Failure{explain_refusal(ask, object, refusal(asked, *answer))};
    auto json = parse_json(answer->body);
    if (!json || !json->is_object() || !json->contains("fields"))
        return Failure{protocol_error(asked, *answer, "expected the description of an object")};
    return std::move(*json);
}

}  // namespace

Result<OrgSchema> read_org_schema(const AskFn& ask, const std::vector<std::string>& objects) {
    DescribeQueue queue{objects};
    std::vector<std::string> described;
    Json descriptions = Json::array();
    OrgSchema org;
    while (const auto object = queue.next()) {
        if (descriptions.size() >= k_objects_max) {
            org.not_described.push_back(object->name);
            continue;
        }
        auto description = describe(ask, object->name);
        if (!description) return Failure{std::move(description.error())};
        if (object->binding) {
            for (CustomChild& child : custom_children(*description)) queue.add(std::move(child));
        }
        const bool is_new =
            std::find(described.begin(), described.end(), object->name) == described.end();
        if (!is_new) continue;
        described.push_back(object->name);
        descriptions.push_back(std::move(*description));
    }
    auto schema = load_schema(descriptions.dump(), "the org's description of its objects");
    if (!schema) {
        return fail(
            ErrorCode::protocol_broken,
            schema.error().message + "; give the object model as a file with --schema"
        );
    }
    org.schema = std::move(*schema);
    return org;
}

}  // namespace rowlock
