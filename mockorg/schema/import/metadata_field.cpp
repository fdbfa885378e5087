#include "mockorg/codec/numbers.hpp"
#include "mockorg/schema/api_name.hpp"
#include "mockorg/schema/field_reader.hpp"
#include "mockorg/schema/import/metadata_object.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace rowlock {
namespace {

/// A metadata field type and the describe type that holds its values. [metadata API: FieldType]
struct TypeName {
    std::string_view metadata;
    std::string_view describe;
};

constexpr std::array<TypeName, 22> k_types{{
    {"AutoNumber", "string"},
    {"Checkbox", "boolean"},
    {"Currency", "currency"},
    {"Date", "date"},
    {"DateTime", "datetime"},
    {"Email", "email"},
    {"EncryptedText", "string"},
    {"Hierarchy", "reference"},
    {"Html", "textarea"},
    {"LongTextArea", "textarea"},
    {"Lookup", "reference"},
    {"MasterDetail", "reference"},
    {"MultiselectPicklist", "multipicklist"},
    {"Number", "double"},
    {"Percent", "percent"},
    {"Phone", "phone"},
    {"Picklist", "picklist"},
    {"Summary", "double"},
    {"Text", "string"},
    {"TextArea", "textarea"},
    {"Time", "time"},
    {"Url", "url"},
}};

/// Types that no row of an org's own objects holds as a value.
const std::set<std::string_view> k_ignored_types{
    "ExternalLookup", "IndirectLookup", "MetadataRelationship", "File", "Array", "Location"};

/// Elements that are read below.
const std::set<std::string_view> k_read_elements{
    "fullName",
    "label",
    "type",
    "length",
    "precision",
    "scale",
    "required",
    "unique",
    "caseSensitive",
    "externalId",
    "defaultValue",
    "referenceTo",
    "deleteConstraint",
    "relationshipName",
    "relationshipOrder",
    "reparentableMasterDetail",
    "formula",
    "valueSet",
    "picklist",
    "summaryForeignKey",
    "summarizedField",
    "summaryOperation",
    "summaryFilterItems"};

/// Elements that say nothing about data or locks.
const std::set<std::string_view> k_ignored_elements{
    "businessOwnerGroup",
    "businessOwnerUser",
    "businessStatus",
    "complianceGroup",
    "deprecated",
    "description",
    "displayFormat",
    "displayLocationInDecimal",
    "encryptionScheme",
    "escapeMarkup",
    "externalDeveloperName",
    "fieldManageability",
    "formulaTreatBlanksAs",
    "inlineHelpText",
    "isAIPredictionField",
    "isConvertLeadDisabled",
    "isFilteringDisabled",
    "isNameField",
    "isSortingDisabled",
    "lookupFilter",
    "maskChar",
    "maskType",
    "mktDataLakeFieldAttributes",
    "populateExistingRows",
    "relationshipLabel",
    "securityClassification",
    "startingNumber",
    "stripMarkup",
    "trackFeedHistory",
    "trackHistory",
    "trackTrending",
    "translateData",
    "visibleLines",
    "writeRequiresMasterRead"};

/// What is known inside elements that are read with what is in them.
const std::map<std::string_view, std::set<std::string_view>> k_inner_elements{
    {"valueSet",
     {"controllingField", "restricted", "valueSetDefinition", "valueSetName", "valueSettings"}},
    {"valueSetDefinition", {"sorted", "value"}},
    {"value", {"color", "default", "description", "fullName", "isActive", "label"}},
    {"picklist", {"controllingField", "picklistValues", "restrictedPicklist", "sorted"}},
    {"picklistValues",
     {"color", "controllingFieldValues", "default", "description", "fullName", "isActive"}},
    {"summaryFilterItems", {"field", "operation", "value", "valueField"}},
};

std::string text_at(const XmlElement& xml, std::string_view child) {
    const XmlElement* found = xml.child(child);
    return found == nullptr ? std::string{} : found->text;
}

bool is_true(const XmlElement& xml, std::string_view child) {
    return text_at(xml, child) == "true";
}

/// Converts one field; the report gets what it leaves out.
class FieldConverter {
public:
    FieldConverter(
        const XmlElement& xml,
        const MetadataFile& file,
        MetadataField& field,
        const ValueSets& sets,
        ImportReport& report
    )
        : xml_(xml),
          file_(file),
          field_(field),
          json_(*field.json),
          value_sets_(sets),
          report_(report) {}

    void convert(std::string_view type, std::string_view describe_type);

private:
    void note(ImportNote::Kind kind, const XmlElement& element, std::string_view what) {
        report_.note(
            kind, file_.place_of(element), fmt::format("{}.{}: {}", file_.object, field_.name, what)
        );
    }

    void note_inside(const XmlElement& element);
    void read_number(const char* element, const char* member, std::uint32_t most);
    void read_flags(std::string_view type);
    void read_default(std::string_view describe_type);
    void read_values();
    void read_reference(std::string_view type);
    void read_summary();

    const XmlElement& xml_;
    const MetadataFile& file_;
    MetadataField& field_;
    Json& json_;
    const ValueSets& value_sets_;
    ImportReport& report_;
};

void FieldConverter::convert(std::string_view type, std::string_view describe_type) {
    for (const XmlElement& child : xml_.children) {
        const std::string& name = child.name.local;
        note_inside(child);
        if (k_read_elements.contains(name) || k_ignored_elements.contains(name)) continue;
        note(ImportNote::Kind::unknown, child, fmt::format("<{}>", name));
    }
    json_["name"] = field_.name;
    json_["type"] = describe_type;
    if (const std::string label = text_at(xml_, "label"); !label.empty()) json_["label"] = label;
    read_number("length", "length", 131'072);
    read_number("precision", "precision", 255);
    read_number("scale", "scale", 255);
    if (xml_.child("formula") != nullptr) json_["calculated"] = true;
    if (type == "AutoNumber") json_["autoNumber"] = true;
    read_flags(type);
    if (describe_type == "picklist" || describe_type == "multipicklist") read_values();
    if (describe_type == "reference") read_reference(type);
    if (type == "Summary") read_summary();
    read_default(describe_type);
}

void FieldConverter::note_inside(const XmlElement& element) {
    const auto known = k_inner_elements.find(element.name.local);
    if (known == k_inner_elements.end()) return;
    for (const XmlElement& child : element.children) {
        const std::string& name = child.name.local;
        if (known->second.contains(name)) {
            note_inside(child);
        } else {
            note(ImportNote::Kind::unknown, child, fmt::format("<{}>", name));
        }
    }
}

void FieldConverter::read_number(const char* element, const char* member, std::uint32_t most) {
    const XmlElement* found = xml_.child(element);
    if (found == nullptr) return;
    const auto value = parse_integer(found->text);
    if (value && *value >= 0 && *value <= most) {
        json_[member] = *value;
    } else {
        note(ImportNote::Kind::unknown, *found, fmt::format("<{}> is '{}'", element, found->text));
    }
}

void FieldConverter::read_flags(std::string_view type) {
    if (is_true(xml_, "required") && type != "Checkbox") json_["nillable"] = false;
    if (is_true(xml_, "unique")) json_["unique"] = true;
    if (is_true(xml_, "caseSensitive")) json_["caseSensitive"] = true;
    if (!is_true(xml_, "externalId")) return;
    const auto& describe_type = json_["type"].get_ref<const std::string&>();
    if (describe_type == "string" || describe_type == "email" || describe_type == "double") {
        json_["externalId"] = true;
    } else {
        note(
            ImportNote::Kind::unknown,
            *xml_.child("externalId"),
            fmt::format("<externalId> of a field of type {}", type)
        );
    }
}

/// Defaults are formulas; only plain values are taken over.
void FieldConverter::read_default(std::string_view describe_type) {
    const XmlElement* found = xml_.child("defaultValue");
    if (found == nullptr || found->text.empty()) return;
    std::string text = found->text;
    const bool quoted = text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
                        text.back() == text.front();
    if (quoted) text = text.substr(1, text.size() - 2);
    const bool is_number = parse_number(text).has_value();
    bool fits = false;
    if (describe_type == "boolean") fits = text == "true" || text == "false";
    if (describe_type == "double" || describe_type == "currency" || describe_type == "percent")
        fits = is_number && !quoted;
    if (describe_type == "string" || describe_type == "textarea")
        fits = quoted && !text.empty() && text.find_first_of("\"'&(") == std::string::npos;
    if (fits) {
        json_["defaultValue"] = text;
    } else {
        note(ImportNote::Kind::ignored, *found, "<defaultValue> is a formula");
    }
}

void FieldConverter::read_values() {
    std::vector<std::string> values;
    std::string standard;
    const auto take = [&](const XmlElement& item) {
        const std::string value = text_at(item, "fullName");
        if (value.empty() || text_at(item, "isActive") == "false") return;
        values.push_back(value);
        if (is_true(item, "default")) standard = value;
    };
    bool restricted = false;
    if (const XmlElement* set = xml_.child("valueSet")) {
        restricted = is_true(*set, "restricted");
        if (const XmlElement* own = set->child("valueSetDefinition")) {
            for (const XmlElement& item : own->children) {
                if (item.name.local == "value") take(item);
            }
        } else if (const std::string name = text_at(*set, "valueSetName"); !name.empty()) {
            const auto found = value_sets_.find(name);
            if (found != value_sets_.end()) {
                values = found->second;
            } else {
                note(ImportNote::Kind::unknown, *set, fmt::format("value set {}", name));
                restricted = false;
            }
        }
    } else if (const XmlElement* list = xml_.child("picklist")) {
        for (const XmlElement& item : list->children) {
            if (item.name.local == "picklistValues") take(item);
        }
        restricted = is_true(*list, "restrictedPicklist");
    }
    json_["picklistValues"] = values;
    if (restricted) json_["restrictedPicklist"] = true;
    if (!standard.empty()) json_["defaultValue"] = standard;
}

void FieldConverter::read_reference(std::string_view type) {
    for (const XmlElement& child : xml_.children) {
        if (child.name.local == "referenceTo" && !child.text.empty())
            field_.targets.push_back(child.text);
    }
    if (type == "Hierarchy" && field_.targets.empty()) field_.targets.emplace_back("User");
    if (const std::string name = text_at(xml_, "relationshipName"); is_api_name(name))
        json_["childRelationshipName"] = package_prefix(field_.name) + name + "__r";
    if (type == "MasterDetail") {
        json_["relationshipOrder"] = text_at(xml_, "relationshipOrder") == "1" ? 1 : 0;
        if (is_true(xml_, "reparentableMasterDetail")) json_["updateable"] = true;
        return;
    }
    const std::string constraint = text_at(xml_, "deleteConstraint");
    if (constraint == "Restrict") {
        json_["restrictedDelete"] = true;
    } else if (constraint == "Cascade") {
        json_["cascadeDelete"] = true;
    } else if (!constraint.empty() && constraint != "SetNull") {
        note(
            ImportNote::Kind::unknown,
            *xml_.child("deleteConstraint"),
            fmt::format("<deleteConstraint> {}", constraint)
        );
    }
}

void FieldConverter::read_summary() {
    MetadataSummary summary;
    summary.operation = text_at(xml_, "summaryOperation");
    summary.foreign_key = text_at(xml_, "summaryForeignKey");
    summary.summarized = text_at(xml_, "summarizedField");
    for (const XmlElement& child : xml_.children) {
        if (child.name.local != "summaryFilterItems") continue;
        const bool with_field = child.child("valueField") != nullptr;
        summary.filters.push_back(
            {text_at(child, "field"),
             text_at(child, "operation"),
             text_at(child, "value"),
             with_field}
        );
    }
    field_.summary = std::move(summary);
}

/// A geolocation's two numbers, which are fields of their own in the APIs.
std::vector<MetadataField> location_parts(const MetadataField& field) {
    std::vector<MetadataField> parts;
    if (!field.name.ends_with("__c")) return parts;
    const std::string stem = field.name.substr(0, field.name.size() - 1);
    for (const char* part : {"Latitude__s", "Longitude__s"}) {
        MetadataField number = field;
        number.name = stem.substr(0, stem.size() - 2) + "__" + part;
        number.json = std::make_shared<Json>(Json::object());
        *number.json = {
            {"name", number.name}, {"type", "double"}, {"precision", 18}, {"scale", 15}};
        (*number.json)["custom"] = false;
        parts.push_back(std::move(number));
    }
    return parts;
}

}  // namespace

std::vector<MetadataField> read_metadata_field(
    const XmlElement& xml,
    std::string_view file_name,
    const MetadataFile& file,
    const ValueSets& value_sets,
    ImportReport& report
) {
    MetadataField field;
    field.name = text_at(xml, "fullName");
    if (field.name.empty()) field.name = file_name;
    field.json = std::make_shared<Json>(Json::object());
    const auto note = [&](ImportNote::Kind kind, const std::string& what) {
        report.note(
            kind, file.place_of(xml), fmt::format("{}.{}: {}", file.object, field.name, what)
        );
    };
    if (!is_api_name(field.name)) {
        note(ImportNote::Kind::unknown, "no valid name of a field");
        return {};
    }
    if (!field.name.ends_with("__c") && !field.name.ends_with("__pc")) {
        note(ImportNote::Kind::ignored, "what metadata says about a standard field");
        return {};
    }
    const std::string type = text_at(xml, "type");
    if (type == "Location") return location_parts(field);
    if (k_ignored_types.contains(type)) {
        note(ImportNote::Kind::ignored, fmt::format("a field of type {}", type));
        return {};
    }
    const auto known = std::find_if(k_types.begin(), k_types.end(), [&](const TypeName& name) {
        return name.metadata == type;
    });
    if (known == k_types.end()) {
        note(ImportNote::Kind::unknown, fmt::format("type '{}'", type));
        return {};
    }
    FieldConverter{xml, file, field, value_sets, report}.convert(type, known->describe);
    std::vector<MetadataField> fields;
    fields.push_back(std::move(field));
    return fields;
}

std::vector<std::string> read_value_set(const XmlElement& xml) {
    std::vector<std::string> values;
    for (const XmlElement& child : xml.children) {
        const std::string value = text_at(child, "fullName");
        const bool is_value = child.name.local == "customValue";
        if (is_value && !value.empty() && text_at(child, "isActive") != "false")
            values.push_back(value);
    }
    return values;
}

}  // namespace rowlock
