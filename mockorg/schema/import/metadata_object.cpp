#include "mockorg/schema/import/metadata_object.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <set>

namespace rowlock {
namespace {

/// Elements of an object that are parts in their own right, and of no use here; each is counted.
const std::set<std::string_view> k_ignored_parts{
    "actionOverrides",
    "articleTypeChannelDisplay",
    "businessProcesses",
    "compactLayouts",
    "fieldSets",
    "historyRetentionPolicy",
    "indexes",
    "listViews",
    "namedFilters",
    "profileSearchLayouts",
    "recordTypes",
    "searchLayouts",
    "sharingReasons",
    "sharingRecalculations",
    "validationRules",
    "webLinks"};

/// Settings of an object that say nothing about data or locks.
const std::set<std::string_view> k_ignored_settings{
    "allowInChatterGroups",
    "caseSensitive",
    "compactLayoutAssignment",
    "customHelp",
    "customHelpPage",
    "deploymentStatus",
    "deprecated",
    "description",
    "enableActivities",
    "enableBulkApi",
    "enableChangeDataCapture",
    "enableDivisions",
    "enableEnhancedLookup",
    "enableFeeds",
    "enableHistory",
    "enableLicensing",
    "enableReports",
    "enableSearch",
    "enableSharing",
    "enableStreamingApi",
    "externalDataSource",
    "externalName",
    "externalRepository",
    "externalSharingModel",
    "fullName",
    "gender",
    "household",
    "isPersonAccountEnabled",
    "label",
    "nameField",
    "pluralLabel",
    "recordTypeTrackFeedHistory",
    "recordTypeTrackHistory",
    "sharingModel",
    "startsWith",
    "visibility",
    "fields",
    "customSettingsType"};

void note_children(const XmlElement& xml, const MetadataFile& file, ImportReport& report) {
    std::map<std::string, std::size_t> ignored;
    std::map<std::string, std::vector<const XmlElement*>> unknown;
    for (const XmlElement& child : xml.children) {
        const std::string& name = child.name.local;
        if (k_ignored_settings.contains(name)) continue;
        if (k_ignored_parts.contains(name)) {
            ++ignored[name];
        } else {
            unknown[name].push_back(&child);
        }
    }
    for (const auto& [name, count] : ignored)
        report.note(ImportNote::Kind::ignored, file.object, fmt::format("{} <{}>", count, name));
    for (const auto& [name, elements] : unknown) {
        const std::string times =
            elements.size() == 1 ? "" : fmt::format(" ({} of them)", elements.size());
        report.note(
            ImportNote::Kind::unknown,
            file.place_of(*elements.front()),
            fmt::format("{}: <{}>{}", file.object, name, times)
        );
    }
}

void read_text(const XmlElement& xml, std::string_view child, std::string& into) {
    const XmlElement* found = xml.child(child);
    if (found != nullptr && !found->text.empty()) into = found->text;
}

}  // namespace

std::string MetadataFile::place_of(const XmlElement& element) const {
    return fmt::format("{}:{}:{}", path, element.line, element.column);
}

void merge_metadata_object(
    const XmlElement& xml,
    const MetadataFile& file,
    const ValueSets& value_sets,
    MetadataObject& object,
    ImportReport& report
) {
    object.has_own_file = true;
    note_children(xml, file, report);
    read_text(xml, "label", object.label);
    read_text(xml, "pluralLabel", object.label_plural);
    std::string word;
    if (const XmlElement* name = xml.child("nameField")) read_text(*name, "type", word);
    if (word == "AutoNumber") object.name_is_numbered = true;
    word.clear();
    read_text(xml, "enableActivities", word);
    if (word == "true") object.allows_activities = true;
    for (const XmlElement& child : xml.children) {
        if (child.name.local != "fields") continue;
        for (MetadataField& field : read_metadata_field(child, "", file, value_sets, report)) {
            object.fields.insert_or_assign(field.name, std::move(field));
        }
    }
}

}  // namespace rowlock
