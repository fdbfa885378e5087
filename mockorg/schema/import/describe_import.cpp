#include "mockorg/schema/import/describe_import.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/schema/field_reader.hpp"
#include "mockorg/schema/import/activity_targets.hpp"
#include "mockorg/schema/import/schema_text.hpp"
#include "mockorg/schema/schema.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace rowlock {
namespace {

constexpr std::uint64_t k_file_size_max = std::uint64_t{64} << 20;

/// What a schema file can say about a field (docs/schema.md), in its order there.
constexpr std::array<const char*, 28> k_members{
    "name",
    "type",
    "label",
    "length",
    "precision",
    "scale",
    "digits",
    "nillable",
    "createable",
    "updateable",
    "defaultedOnCreate",
    "defaultValue",
    "unique",
    "caseSensitive",
    "externalId",
    "idLookup",
    "filterable",
    "calculated",
    "autoNumber",
    "nameField",
    "custom",
    "picklistValues",
    "restrictedPicklist",
    "referenceTo",
    "relationshipName",
    "cascadeDelete",
    "restrictedDelete",
    "relationshipOrder"};

/// Turns describe answers into the objects of a schema file.
class DescribeConverter {
public:
    explicit DescribeConverter(ImportReport& report)
        : report_(report), standard_(*Schema::standard()) {}

    void add(Json answer, const std::string& place);
    std::string write();

private:
    Json object_json(const std::string& name, const Json& answer);
    void add_field(const std::string& object, const Json& field, Json& fields);
    Json targets_of(const std::string& object, const Json& field);
    void note_child_names(const Json& parent);

    ImportReport& report_;
    const Schema& standard_;
    /// Objects that tasks or events may be about: only their children tell.
    std::vector<std::string> with_activities() const;

    /// By lower-case name.
    std::map<std::string, Json> answers_;
    /// What parents call the children that refer to them by a custom field: by object and field.
    std::map<std::pair<std::string, std::string>, std::string> child_names_;
    std::map<std::string, std::size_t> unknown_targets_;
};

void DescribeConverter::add(Json answer, const std::string& place) {
    const std::string name = text_in(answer, "name");
    if (!is_api_name(name)) {
        report_.note(ImportNote::Kind::unknown, place, "a describe answer without a name");
        return;
    }
    note_child_names(answer);
    answers_.insert_or_assign(to_lower(name), std::move(answer));
}

void DescribeConverter::note_child_names(const Json& parent) {
    const auto children = parent.find("childRelationships");
    if (children == parent.end() || !children->is_array()) return;
    for (const Json& child : *children) {
        if (!child.is_object()) continue;
        const std::string field = text_in(child, "field");
        const std::string name = text_in(child, "relationshipName");
        if (field.ends_with("__c") && is_api_name(name))
            child_names_.insert_or_assign({text_in(child, "childSObject"), field}, name);
    }
}

Json DescribeConverter::targets_of(const std::string& object, const Json& field) {
    Json known = Json::array();
    const auto targets = field.find("referenceTo");
    if (targets == field.end() || !targets->is_array()) return known;
    for (const Json& target : *targets) {
        if (!target.is_string()) continue;
        const auto& name = target.get_ref<const std::string&>();
        if (answers_.contains(to_lower(name)) || standard_.find(name) != nullptr) {
            known.push_back(target);
        } else {
            ++unknown_targets_[object];
        }
    }
    return known;
}

void DescribeConverter::add_field(const std::string& object, const Json& field, Json& fields) {
    const std::string name = text_in(field, "name");
    const std::string type = text_in(field, "type");
    if (!is_api_name(name) || !field_type_of(type)) {
        report_.note(ImportNote::Kind::unknown, object, fmt::format("{}: type '{}'", name, type));
        return;
    }
    Json json = Json::object();
    for (const char* member : k_members) {
        const auto found = field.find(member);
        if (found != field.end() && !found->is_null()) json[member] = *found;
    }
    json["custom"] = name.ends_with("__c");
    // Describe answers give files no length, and texts a precision of 0.
    for (const char* member : {"length", "precision", "scale", "digits"}) {
        if (json.contains(member) && json[member] == 0) json.erase(member);
    }
    const bool is_reference = *field_type_of(type) == FieldType::reference;
    if (is_reference) {
        json["referenceTo"] = targets_of(object, field);
        ++report_.references;
        if (json.contains("relationshipOrder")) {
            if (json["referenceTo"].size() == 1) {
                ++report_.master_details;
            } else {
                json.erase("relationshipOrder");
            }
        }
        if (field.contains("relationshipName"))
            json["relationshipName"] = field["relationshipName"];
        const auto child_name = child_names_.find({object, name});
        if (child_name != child_names_.end()) json["childRelationshipName"] = child_name->second;
    } else {
        json.erase("referenceTo");
    }
    if (field.value("calculated", Json(false)) == true &&
        text_in(field, "calculatedFormula").empty() && !is_reference && name.ends_with("__c")) {
        report_.note(
            ImportNote::Kind::unknown,
            object,
            name +
                ": calculated, and a describe answer does not say how: a roll-up summary locks its "
                "master"
        );
    }
    fields.push_back(std::move(json));
    ++report_.fields;
}

Json DescribeConverter::object_json(const std::string& name, const Json& answer) {
    Json json = {{"name", name}};
    for (const char* member : {"label", "labelPlural", "keyPrefix"}) {
        if (const std::string text = text_in(answer, member); !text.empty()) json[member] = text;
    }
    if (!name.ends_with("__c")) json["custom"] = false;
    Json fields = Json::array();
    const auto list = answer.find("fields");
    if (list != answer.end() && list->is_array()) {
        for (const Json& field : *list) {
            if (field.is_object()) add_field(name, field, fields);
        }
    }
    std::sort(fields.begin(), fields.end(), [](const Json& a, const Json& b) {
        return a["name"].get_ref<const std::string&>() < b["name"].get_ref<const std::string&>();
    });
    json["fields"] = std::move(fields);
    ++report_.objects;
    return json;
}

std::vector<std::string> DescribeConverter::with_activities() const {
    std::vector<std::string> names;
    for (const auto& [key, answer] : answers_) {
        const auto children = answer.find("childRelationships");
        if (children == answer.end() || !children->is_array()) continue;
        const bool any = std::any_of(children->begin(), children->end(), [](const Json& child) {
            return child.is_object() && text_in(child, "field") == "WhatId";
        });
        if (any) names.push_back(text_in(answer, "name"));
    }
    return names;
}

std::string DescribeConverter::write() {
    Json objects = Json::array();
    for (const auto& [key, answer] : answers_) {
        objects.push_back(object_json(text_in(answer, "name"), answer));
    }
    add_activity_targets(standard_, with_activities(), objects);
    for (const auto& [object, count] : unknown_targets_) {
        report_.note(
            ImportNote::Kind::ignored,
            object,
            fmt::format("{} references to objects that are neither shipped nor described", count)
        );
    }
    return schema_text(objects);
}

}  // namespace

Result<std::vector<Json>> describe_answers(const Json& document) {
    const Json* content = &document;
    if (document.is_object() && document.contains("result") && !document.contains("fields")) {
        content = &document["result"];
    }
    if (document.is_object() && document.contains("message") && !document.contains("fields") &&
        !document.contains("result")) {
        return fail(
            ErrorCode::bad_file, "the describe command had failed: " + text_in(document, "message")
        );
    }
    std::vector<Json> answers;
    if (content->is_object()) answers.push_back(*content);
    if (content->is_array()) answers.assign(content->begin(), content->end());
    const bool all_describe = std::all_of(answers.begin(), answers.end(), [](const Json& answer) {
        return answer.is_object() && answer.contains("fields");
    });
    if (answers.empty() || !all_describe) {
        return fail(
            ErrorCode::bad_file,
            "expected a describe answer with \"fields\", a list of such answers, or the output of "
            "sf sobject describe --json"
        );
    }
    return answers;
}

Result<ImportedSchema> import_describes(std::span<const std::string> paths) {
    ImportedSchema result;
    DescribeConverter converter{result.report};
    for (const std::string& path : paths) {
        const auto text = read_file(path, k_file_size_max);
        if (!text) return Failure{text.error()};
        const auto document = parse_json(*text);
        if (!document) {
            constexpr auto* k_message = "{}: {}; fetch the answer again, or take the file out";
            return fail(
                ErrorCode::bad_file, fmt::format(k_message, path, document.error().message)
            );
        }
        auto answers = describe_answers(*document);
        if (!answers) return fail(ErrorCode::bad_file, path + ": " + answers.error().message);
        ++result.report.files;
        for (Json& answer : *answers) converter.add(std::move(answer), path);
    }
    result.json = converter.write();
    return result;
}

}  // namespace rowlock
