#include "mockorg/schema/describe_reader.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/schema/field_defaults.hpp"
#include "mockorg/schema/field_reader.hpp"
#include "mockorg/schema/member_reader.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace rowlock {

namespace {

constexpr DescribeStrictness k_shipped{true, false, false};
constexpr DescribeStrictness k_schema_file{true, true, true};
constexpr DescribeStrictness k_describe_answer{false, false, false};

/// Every member a describe answer has for an object.
const std::vector<std::string_view> k_object_members{
    "actionOverrides",
    "activateable",
    "associateEntityType",
    "associateParentEntity",
    "childRelationships",
    "compactLayoutable",
    "createable",
    "custom",
    "customSetting",
    "deepCloneable",
    "defaultImplementation",
    "deletable",
    "deprecatedAndHidden",
    "extendedBy",
    "extendsInterfaces",
    "feedEnabled",
    "fields",
    "hasSubtypes",
    "implementedBy",
    "implementsInterfaces",
    "isInterface",
    "isSubtype",
    "keyPrefix",
    "label",
    "labelPlural",
    "layoutable",
    "listviewable",
    "lookupLayoutable",
    "mergeable",
    "mruEnabled",
    "name",
    "namedLayoutInfos",
    "networkScopeFieldName",
    "queryable",
    "recordTypeInfos",
    "replicateable",
    "retrieveable",
    "searchLayoutable",
    "searchable",
    "sobjectDescribeOption",
    "supportedScopes",
    "triggerable",
    "undeletable",
    "updateable",
    "urls",
};

bool is_key_prefix(std::string_view text) {
    return text.size() == 3 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (to_lower(c) >= 'a' && to_lower(c) <= 'z');
           });
}

Result<std::string> read_name(const Json& json, std::size_t position, std::set<std::string>& seen) {
    MemberReader members{json, fmt::format("object {}", position)};
    std::string name;
    members.read("name", name);
    if (name.empty()) members.complain("'name' is missing");
    if (!is_api_name(name)) members.complain(fmt::format("'{}' is no valid API name", name));
    if (auto outcome = members.outcome(); !outcome) return Failure{outcome.error()};
    if (!seen.insert(to_lower(name)).second) {
        return fail(ErrorCode::bad_file, fmt::format("object '{}' is described twice", name));
    }
    return name;
}

/// A custom object starts with everything one has but the owner: that depends on its fields.
ObjectDraft new_object(const std::string& name) {
    ObjectDraft object;
    object.name = name;
    object.label = name;
    object.custom = has_custom_name(name);
    std::vector<FieldDraft> always = system_fields();
    if (!object.custom) {
        object.fields.push_back(std::move(always.front()));
        return object;
    }
    object.fields = std::move(always);
    object.fields.insert(object.fields.begin() + 2, custom_object_name());
    return object;
}

/// What the description left out and every object has.
void complete(ObjectDraft& object) {
    for (FieldDraft& draft : system_fields()) {
        if (object.find_field(draft.field.name) == nullptr) {
            object.fields.push_back(std::move(draft));
        }
    }
    const bool has_master =
        std::any_of(object.fields.begin(), object.fields.end(), [](const FieldDraft& draft) {
            return draft.field.master_detail;
        });
    if (object.custom && !has_master && object.find_field("OwnerId") == nullptr) {
        object.fields.insert(object.fields.begin() + 1, custom_object_owner());
    }
    if (object.label_plural.empty()) object.label_plural = object.label;
}

Result<void> read_fields(
    const DescribeStrictness& strictness, MemberReader& members, ObjectDraft& object
) {
    const Json* list = members.find("fields");
    if (list == nullptr) return {};
    if (!list->is_array()) {
        members.complain("'fields' must be a list");
        return members.outcome();
    }
    std::set<std::string> seen;
    for (const Json& item : *list) {
        if (object.fields.size() >= k_max_fields) {
            members.complain(fmt::format("more than {} fields", k_max_fields));
            return members.outcome();
        }
        if (auto merged = merge_field(item, strictness, object, seen); !merged) return merged;
    }
    return {};
}

bool has_activities(MemberReader& members) {
    const Json* list = members.find("childRelationships");
    if (list == nullptr || !list->is_array()) return false;
    return std::any_of(list->begin(), list->end(), [](const Json& child) {
        return child.is_object() && child.value("field", Json{}) == "WhatId";
    });
}

/// What the object calls those that refer to it by custom fields: only it says so.
void take_child_names(const Json& parent, SchemaDraft& draft) {
    const auto children = parent.find("childRelationships");
    if (children == parent.end() || !children->is_array()) return;
    for (const Json& child : *children) {
        if (!child.is_object()) continue;
        const std::string name = text_in(child, "relationshipName");
        ObjectDraft* object = draft.find(text_in(child, "childSObject"));
        if (object == nullptr || !is_api_name(name)) continue;
        FieldDraft* reference = object->find_field(text_in(child, "field"));
        if (reference != nullptr && reference->field.custom)
            reference->field.child_relationship_name = name;
    }
}

/// An object that tasks and events may be about says so itself: their own describe may not be at
/// hand.
void allow_activities(const std::string& about, SchemaDraft& draft) {
    for (const char* name : {"Event", "Task"}) {
        ObjectDraft* activity = draft.find(name);
        FieldDraft* what = activity == nullptr ? nullptr : activity->find_field("WhatId");
        if (what == nullptr) continue;
        const bool known =
            std::any_of(what->targets.begin(), what->targets.end(), [&](const std::string& target) {
                return equal_ignoring_case(target, about);
            });
        if (!known) what->targets.push_back(about);
    }
}

Result<void> merge_object(
    const Json& json,
    const DescribeStrictness& strictness,
    std::size_t position,
    SchemaDraft& draft,
    std::set<std::string>& seen
) {
    const Result<std::string> name = read_name(json, position, seen);
    if (!name) return Failure{name.error()};
    MemberReader members{json, fmt::format("object '{}'", *name)};

    ObjectDraft* existing = draft.find(*name);
    ObjectDraft object = existing != nullptr ? *existing : new_object(*name);
    bool custom = strictness.new_names_custom;
    members.read("custom", custom);
    if (existing == nullptr && custom && !object.custom) {
        members.complain(
            "a custom object's name ends in __c (a standard object says \"custom\": false)"
        );
    }
    members.read("label", object.label);
    members.read("labelPlural", object.label_plural);
    members.read("keyPrefix", object.key_prefix);
    if (!object.key_prefix.empty() && !is_key_prefix(object.key_prefix)) {
        members.complain(
            fmt::format("'{}' is no key prefix: three letters or digits", object.key_prefix)
        );
    }
    if (strictness.known_members_only) members.refuse_unknown(k_object_members);
    if (auto outcome = members.outcome(); !outcome) return outcome;
    if (auto read = read_fields(strictness, members, object); !read) return read;
    complete(object);
    if (object.custom && has_activities(members)) allow_activities(object.name, draft);

    if (existing != nullptr) {
        *existing = std::move(object);
        return {};
    }
    if (draft.objects.size() >= k_max_objects) {
        return fail(ErrorCode::bad_file, fmt::format("more than {} objects", k_max_objects));
    }
    draft.objects.push_back(std::move(object));
    return {};
}

Result<void> merge_list(
    const Json& list, const DescribeStrictness& strictness, SchemaDraft& draft
) {
    std::set<std::string> seen;
    for (const Json& item : list) {
        if (auto merged = merge_object(item, strictness, seen.size() + 1, draft, seen); !merged) {
            return merged;
        }
    }
    // Children may come behind their parents.
    for (const Json& item : list) take_child_names(item, draft);
    return {};
}

}  // namespace

Result<void> merge_describes(const Json& root, DescribeOrigin origin, SchemaDraft& draft) {
    if (root.is_array()) return merge_list(root, k_describe_answer, draft);
    const auto objects = root.find("objects");
    if (root.is_object() && objects != root.end() && objects->is_array()) {
        return merge_list(
            *objects, origin == DescribeOrigin::shipped ? k_shipped : k_schema_file, draft
        );
    }
    // What `sf sobject describe --json` prints: the answer in a wrapper.
    if (root.is_object() && root.contains("result") && !root.contains("fields")) {
        return merge_describes(root["result"], origin, draft);
    }
    if (root.is_object() && root.contains("fields"))
        return merge_list(Json::array({root}), k_describe_answer, draft);
    return fail(
        ErrorCode::bad_file,
        "expected {\"objects\": [...]}, a describe answer with \"fields\", or a list of describe "
        "answers"
    );
}

}  // namespace rowlock
