#pragma once

#include "mockorg/codec/json.hpp"
#include "mockorg/codec/xml_reader.hpp"
#include "mockorg/schema/import/import_report.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// One condition of a roll-up summary's filter, as metadata has it.
struct MetadataFilter {
    /// `Invoice__c.Status__c`
    std::string field;
    std::string operation;
    std::string value;
    /// Compared with another field instead of a value.
    bool with_field = false;
};

/// A roll-up summary as metadata has it: fields are named with their object.
struct MetadataSummary {
    std::string operation;
    std::string foreign_key;
    std::string summarized;
    std::vector<MetadataFilter> filters;
};

/// What elements are read from: a file that speaks of one object.
struct MetadataFile {
    std::string path;
    std::string object;

    /// `path:line:column` of an element.
    std::string place_of(const XmlElement& element) const;
};

/// A custom field read from metadata.
struct MetadataField {
    std::string name;
    /// The field in the form of a schema file, but for `referenceTo` and `summary`.
    std::shared_ptr<Json> json;
    std::vector<std::string> targets;
    std::optional<MetadataSummary> summary;
};

/// Values of global value sets by name.
using ValueSets = std::map<std::string, std::vector<std::string>>;

/// Reads a CustomField element. Nothing if it is no field that rows have; the report says why. What
/// it does not know it reports and passes over.
std::vector<MetadataField> read_metadata_field(
    const XmlElement& xml,
    std::string_view file_name,
    const MetadataFile& file,
    const ValueSets& value_sets,
    ImportReport& report
);

/// An object put together from its files.
struct MetadataObject {
    std::string name;
    std::string label;
    std::string label_plural;
    bool name_is_numbered = false;
    bool allows_activities = false;
    /// Some file is about the object itself, not only about a field of it.
    bool has_own_file = false;
    /// By name; a later file replaces a field of an earlier one.
    std::map<std::string, MetadataField> fields;
};

/// Takes over what a CustomObject element says, its fields included if it has any.
void merge_metadata_object(
    const XmlElement& xml,
    const MetadataFile& file,
    const ValueSets& value_sets,
    MetadataObject& object,
    ImportReport& report
);

/// The texts of a global value set.
std::vector<std::string> read_value_set(const XmlElement& xml);

}  // namespace rowlock
