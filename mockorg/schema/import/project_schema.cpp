#include "mockorg/schema/import/project_schema.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/schema/field_defaults.hpp"
#include "mockorg/schema/field_reader.hpp"
#include "mockorg/schema/import/activity_targets.hpp"
#include "mockorg/schema/import/sound_schema.hpp"
#include "mockorg/schema/import/summary_filter.hpp"
#include "mockorg/schema/schema.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace rowlock {
namespace {

using Objects = std::map<std::string, MetadataObject>;

/// `Invoice__c.Amount__c` in two.
std::pair<std::string, std::string> split_name(const std::string& name) {
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) return {name, {}};
    return {name.substr(0, dot), name.substr(dot + 1)};
}

/// Turns the objects of a project into those of a schema file.
class SchemaWriter {
public:
    SchemaWriter(Objects objects, ImportReport& report)
        : objects_(std::move(objects)), report_(report), standard_(*Schema::standard()) {}

    std::string write();

private:
    void share_activity_fields();
    void add_missing_targets();
    void resolve_targets(const std::string& object, MetadataField& field);
    void resolve_summary(const std::string& object, MetadataField& field);
    void drop_summary(const std::string& object, MetadataField& field, const std::string& why);
    std::optional<Json> summary_json(
        const std::string& object, MetadataField& field, const MetadataSummary& summary
    );
    std::optional<FieldType> type_of(const std::string& object, const std::string& field) const;
    bool is_known(const std::string& object) const;
    void take_type(MetadataField& field, const std::string& detail, const std::string& summarized);
    Json object_json(const MetadataObject& object);
    std::vector<std::string> with_activities() const;

    Objects objects_;
    ImportReport& report_;
    const Schema& standard_;
};

/// Custom fields of activities are fields of both kinds of them.
void SchemaWriter::share_activity_fields() {
    const auto found = objects_.find("Activity");
    if (found == objects_.end()) return;
    const MetadataObject activity = std::move(found->second);
    objects_.erase(found);
    for (const char* name : {"Event", "Task"}) {
        MetadataObject& object = objects_[name];
        object.name = name;
        for (const auto& [field_name, field] : activity.fields) {
            MetadataField copy = field;
            copy.json = std::make_shared<Json>(*field.json);
            object.fields.emplace(field_name, std::move(copy));
        }
    }
}

bool SchemaWriter::is_known(const std::string& object) const {
    return objects_.contains(object) || standard_.find(object) != nullptr;
}

/// Objects of packages and standard ones that are not shipped: they have rows that can be locked,
/// even if nothing else is known about them.
void SchemaWriter::add_missing_targets() {
    std::set<std::string> missing;
    for (const auto& [name, object] : objects_) {
        for (const auto& [field_name, field] : object.fields) {
            for (const std::string& target : field.targets) {
                if (is_api_name(target) && !is_known(target)) missing.insert(target);
            }
        }
    }
    for (const std::string& name : missing) {
        objects_[name].name = name;
        report_.note(
            ImportNote::Kind::made_up,
            name,
            "not in the project: an object without fields of its own"
        );
    }
}

void SchemaWriter::resolve_targets(const std::string& object, MetadataField& field) {
    Json& json = *field.json;
    if (json["type"] != "reference") return;
    std::vector<std::string> targets;
    for (const std::string& target : field.targets) {
        if (is_known(target)) targets.push_back(target);
    }
    if (json.contains("relationshipOrder") && targets.size() != 1) {
        report_.note(
            ImportNote::Kind::unknown, object, field.name + ": a master-detail field without master"
        );
        json.erase("relationshipOrder");
    }
    ++report_.references;
    if (json.contains("relationshipOrder")) ++report_.master_details;
    json["referenceTo"] = targets;
}

std::optional<FieldType> SchemaWriter::type_of(const std::string& object, const std::string& field)
    const {
    if (const auto own = objects_.find(object); own != objects_.end()) {
        const auto found = own->second.fields.find(field);
        if (found != own->second.fields.end()) {
            return field_type_of((*found->second.json)["type"].get_ref<const std::string&>());
        }
    }
    if (const ObjectType* type = standard_.find(object)) {
        if (const Field* known = type->find_field(field)) return known->type;
        return std::nullopt;
    }
    if (const auto system = system_field(field)) return system->field.type;
    if (field == "Name") return FieldType::string;
    return std::nullopt;
}

/// A sum has the digits of what it sums up, a minimum its type.
void SchemaWriter::take_type(
    MetadataField& field, const std::string& detail, const std::string& summarized
) {
    Json& json = *field.json;
    const auto type = type_of(detail, summarized);
    if (type) json["type"] = api_name_of(*type);
    const auto own = objects_.find(detail);
    if (own == objects_.end()) return;
    const auto found = own->second.fields.find(summarized);
    if (found == own->second.fields.end()) return;
    for (const char* member : {"precision", "scale"}) {
        const Json& from = *found->second.json;
        if (from.contains(member)) json[member] = from[member];
    }
    if (json["type"] == "double" || json["type"] == "currency" || json["type"] == "percent")
        json["precision"] = 18;
}

void SchemaWriter::drop_summary(
    const std::string& object, MetadataField& field, const std::string& why
) {
    (*field.json)["calculated"] = true;
    report_.note(ImportNote::Kind::unknown, object, field.name + ": not calculated: " + why);
}

std::optional<Json> SchemaWriter::summary_json(
    const std::string& object, MetadataField& field, const MetadataSummary& summary
) {
    const auto [detail, reference] = split_name(summary.foreign_key);
    const auto [owner, summarized] = split_name(summary.summarized);
    const bool counts = summary.operation == "count";
    const bool knows_operation = counts || summary.operation == "sum" ||
                                 summary.operation == "min" || summary.operation == "max";
    if (!knows_operation || type_of(detail, reference) != FieldType::reference ||
        (!counts && !type_of(detail, summarized))) {
        drop_summary(object, field, "its parts are not in the project");
        return std::nullopt;
    }
    const std::string& of = detail;
    const auto filter = filter_condition(summary.filters, [&](const std::string& name) {
        return type_of(of, name);
    });
    if (!filter) {
        drop_summary(object, field, filter.error().message);
        return std::nullopt;
    }
    Json json = {{"operation", summary.operation}, {"object", detail}, {"reference", reference}};
    if (!counts) {
        json["field"] = summarized;
        take_type(field, detail, summarized);
    }
    if (!filter->empty()) json["filter"] = *filter;
    return json;
}

void SchemaWriter::resolve_summary(const std::string& object, MetadataField& field) {
    if (!field.summary) return;
    auto json = summary_json(object, field, *field.summary);
    if (!json) return;
    (*field.json)["summary"] = *std::move(json);
    ++report_.roll_ups;
}

Json SchemaWriter::object_json(const MetadataObject& object) {
    Json json = {{"name", object.name}};
    const bool is_new = standard_.find(object.name) == nullptr;
    if (!object.label.empty()) json["label"] = object.label;
    if (!object.label_plural.empty()) json["labelPlural"] = object.label_plural;
    if (is_new && !has_custom_name(object.name)) json["custom"] = false;
    json["fields"] = Json::array();
    if (is_new && object.name_is_numbered) {
        json["fields"].push_back({{"name", "Name"}, {"type", "string"}, {"autoNumber", true}});
    }
    for (const auto& [name, field] : object.fields) json["fields"].push_back(*field.json);
    report_.fields += object.fields.size();
    ++report_.objects;
    return json;
}

/// Objects that allow activities are what tasks and events can be about.
std::vector<std::string> SchemaWriter::with_activities() const {
    std::vector<std::string> names;
    for (const auto& [name, object] : objects_) {
        if (object.allows_activities) names.push_back(name);
    }
    return names;
}

std::string SchemaWriter::write() {
    share_activity_fields();
    add_missing_targets();
    for (auto& [name, object] : objects_) {
        for (auto& [field_name, field] : object.fields) resolve_targets(name, field);
    }
    for (auto& [name, object] : objects_) {
        for (auto& [field_name, field] : object.fields) resolve_summary(name, field);
    }
    Json objects = Json::array();
    for (const auto& [name, object] : objects_) objects.push_back(object_json(object));
    add_activity_targets(standard_, with_activities(), objects);
    return sound_schema_text(std::move(objects), report_);
}

}  // namespace

std::string project_schema(Objects objects, ImportReport& report) {
    return SchemaWriter{std::move(objects), report}.write();
}

}  // namespace rowlock
