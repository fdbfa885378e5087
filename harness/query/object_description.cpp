#include "harness/query/object_description.hpp"

#include "harness/query/get_body.hpp"
#include "harness/query/missing_object.hpp"
#include "harness/replay/bulk2_requests.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/json.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace rowlock {
namespace {

/// Who did something, and kinds of records: no load moves records between them.
constexpr std::array<std::string_view, 4> k_no_parents{"User", "Group", "RecordType", "Profile"};

/// Compound fields and files are refused by bulk queries. [bulk-api 2.1, 3.6]
constexpr std::array<std::string_view, 4> k_unreadable_types{
    "address", "location", "base64", "complexvalue"};

/// They change when somebody looks at a record.
constexpr std::array<std::string_view, 2> k_traces_of_readers{
    "LastViewedDate", "LastReferencedDate"};

template <class List>
bool contains(const List& list, std::string_view name) {
    return std::any_of(list.begin(), list.end(), [&](std::string_view word) {
        return equal_ignoring_case(word, name);
    });
}

bool flag(const Json& json, const char* name, bool otherwise) {
    const auto found = json.find(name);
    return found != json.end() && found->is_boolean() ? found->get<bool>() : otherwise;
}

DescribedField read_field(const Json& json) {
    DescribedField field;
    field.name = text_in(json, "name");
    field.type = text_in(json, "type");
    const auto targets = json.find("referenceTo");
    if (targets != json.end() && targets->is_array()) {
        for (const Json& target : *targets) {
            if (target.is_string()) field.reference_to.push_back(target.get<std::string>());
        }
    }
    field.nillable = flag(json, "nillable", true);
    field.external_id = flag(json, "externalId", false);
    field.case_sensitive = flag(json, "caseSensitive", false);
    field.formula = !text_in(json, "calculatedFormula").empty();
    return field;
}

}  // namespace

bool DescribedField::leads_to_parent() const {
    return is_reference() &&
           std::any_of(reference_to.begin(), reference_to.end(), [](const std::string& target) {
               return !contains(k_no_parents, target);
           });
}

const DescribedField* ObjectDescription::find(std::string_view field) const {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const DescribedField& known) {
        return equal_ignoring_case(known.name, field);
    });
    return found == fields.end() ? nullptr : &*found;
}

std::vector<std::string> ObjectDescription::content_fields(std::span<const std::string> without
) const {
    std::vector<std::string> names{"Id"};
    for (const DescribedField& field : fields) {
        const bool left_out =
            field.formula || field.name == "Id" || contains(k_unreadable_types, field.type) ||
            contains(k_traces_of_readers, field.name) || contains(without, field.name);
        if (!left_out) names.push_back(field.name);
    }
    return names;
}

Result<ObjectDescription> describe_object(const AskFn& ask, const std::string& object) {
    const std::string path =
        fmt::format("/services/data/v{}/sobjects/{}/describe", k_api_version, object);
    const auto body = get_body(ask, path);
    if (!body) return Failure{explain_refusal(ask, object, body.error())};
    const auto json = parse_json(*body);
    const auto broken = [&] {
        return fail(ErrorCode::protocol_broken, "GET " + path + ": expected a name and fields");
    };
    if (!json || !json->is_object()) return broken();
    ObjectDescription description;
    description.name = text_in(*json, "name");
    const auto fields = json->find("fields");
    if (description.name.empty() || fields == json->end() || !fields->is_array()) return broken();
    for (const Json& field : *fields) {
        if (!field.is_object()) return broken();
        description.fields.push_back(read_field(field));
        // The name goes into queries.
        if (description.fields.back().name.empty()) return broken();
    }
    return description;
}

}  // namespace rowlock
