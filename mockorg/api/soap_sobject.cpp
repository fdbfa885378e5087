#include "mockorg/api/soap_sobject.hpp"

#include "mockorg/api/record_json.hpp"
#include "mockorg/base/blanks.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/xml_spaces.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::string_view k_nil = "xsi:nil";
constexpr std::string_view k_type = "xsi:type";

std::string text_of(const XmlElement& element) {
    return std::string{trimmed(element.text, k_text_blanks)};
}

/// `Account` of `<Account><Ext__c>…`: a reference by an external id.
void read_reference(
    const ObjectType* object, const XmlElement& element, std::vector<FieldText>& fields
) {
    const std::string relationship =
        relationship_column(object, element.name.local, child_text(element, "type"));
    for (const XmlElement& key : element.children) {
        if (key.name.local == "type" || key.text.empty()) continue;
        fields.emplace_back(relationship + "." + key.name.local, key.text);
    }
}

/// Times end in `Z` here, and in an offset there.
std::string xml_value(const Field* field, const Json& value) {
    const auto* text = value.get_ptr<const std::string*>();
    if (text == nullptr) return value.dump();
    constexpr std::string_view k_offset = "+0000";
    const bool is_time = field != nullptr && field->type == FieldType::datetime;
    if (!is_time || !text->ends_with(k_offset)) return *text;
    return text->substr(0, text->size() - k_offset.size()) + "Z";
}

void append_part(XmlWriter& xml, const std::string& name, const Json& part) {
    xml.open(name);
    if (part.is_null()) {
        xml.attribute(k_nil, "true");
    } else {
        xml.text(xml_value(nullptr, part));
    }
    xml.close();
}

/// An address, or what a field of the set-up refers to: those are not among the schema's. Lists
/// repeat their element.
void append_compound(XmlWriter& xml, const Field* field, const Json& value) {
    const bool is_address = field != nullptr && field->type == FieldType::address;
    xml.attribute(k_type, is_address ? "address" : "RelationshipReferenceTo");
    for (const auto& [name, part] : value.items()) {
        if (part.is_array()) {
            for (const Json& item : part) append_part(xml, name, item);
        } else {
            append_part(xml, name, part);
        }
    }
}

void append_field(
    XmlWriter& xml, const ObjectType* object, const std::string& name, const std::string& json
) {
    const Result<Json> value = parse_json(json);
    const Field* field = object != nullptr ? object->find_field(name) : nullptr;
    xml.open("sf:" + name);
    if (!value || value->is_null()) {
        xml.attribute(k_nil, "true");
    } else if (value->is_object()) {
        append_compound(xml, field, *value);
    } else {
        xml.text(xml_value(field, *value));
    }
    xml.close();
}

void append_nil(XmlWriter& xml, const std::string& name) {
    xml.open(name).attribute(k_nil, "true").close();
}

void append_parent(XmlWriter& xml, const Schema& schema, const RecordFields::Parent& parent) {
    if (parent.record.empty()) return append_nil(xml, "sf:" + parent.name);
    append_sobject(xml, schema, "sf:" + parent.name, parent.record.front());
}

void append_children(XmlWriter& xml, const Schema& schema, const RecordFields::Children& children) {
    if (children.total == 0) return append_nil(xml, "sf:" + children.name);
    xml.open("sf:" + children.name).attribute(k_type, "QueryResult");
    append_query_result(xml, schema, children.next_locator, children.records, children.total);
    xml.close();
}

}  // namespace

std::string_view sobject_space(SoapApi api) {
    return api == SoapApi::enterprise ? "urn:sobject.enterprise.soap.sforce.com"
                                      : "urn:sobject.partner.soap.sforce.com";
}

SoapRecord read_sobject(const Schema& schema, const XmlElement& element) {
    SoapRecord record;
    record.type = child_text(element, "type");
    // The enterprise API says it in an attribute, with a prefix.
    const std::string* type = element.attribute(k_xml_instance_space, "type");
    if (record.type.empty() && type != nullptr) record.type = type->substr(type->find(':') + 1);
    const ObjectType* object = schema.find(record.type);
    for (const XmlElement& child : element.children) {
        const std::string& name = child.name.local;
        if (name == "type") continue;
        if (name == "fieldsToNull") {
            if (!child.is_nil()) record.fields.emplace_back(text_of(child), std::nullopt);
        } else if (equal_ignoring_case(name, "Id")) {
            if (!child.is_nil()) record.id = text_of(child);
        } else if (!child.children.empty()) {
            read_reference(object, child, record.fields);
        } else if (!child.is_nil() && !child.text.empty()) {
            record.fields.emplace_back(name, child.text);
        }
    }
    return record;
}

void append_sobject(
    XmlWriter& xml, const Schema& schema, std::string_view name, const RecordFields& record
) {
    const ObjectType* object = schema.find(record.object);
    xml.open(name).attribute(k_type, "sf:sObject").element("sf:type", record.object);
    const bool has_id =
        std::any_of(record.fields.begin(), record.fields.end(), [](const auto& field) {
            return field.first == "Id";
        });
    if (has_id && !record.aggregate) {
        xml.element("sf:Id", record.id.text());
    } else {
        append_nil(xml, "sf:Id");
    }
    auto parent = record.parents.begin();
    auto children = record.children.begin();
    for (std::size_t i = 0; i <= record.fields.size(); ++i) {
        for (; parent != record.parents.end() && parent->position == i; ++parent)
            append_parent(xml, schema, *parent);
        for (; children != record.children.end() && children->position == i; ++children)
            append_children(xml, schema, *children);
        if (i == record.fields.size()) break;
        const auto& [field, value] = record.fields[i];
        if (field != "Id") append_field(xml, object, field, value);
    }
    xml.close();
}

void append_query_result(
    XmlWriter& xml,
    const Schema& schema,
    const std::optional<std::string>& next_locator,
    const std::vector<RecordFields>& records,
    std::uint64_t size
) {
    xml.element("done", next_locator ? "false" : "true");
    if (next_locator) {
        xml.element("queryLocator", *next_locator);
    } else {
        append_nil(xml, "queryLocator");
    }
    for (const RecordFields& record : records) append_sobject(xml, schema, "records", record);
    xml.element("size", std::to_string(size));
}

SoapFault fault_of(const Error& error) {
    SoapFault fault{std::string{wire_code(error.code)}, error.message, "UnexpectedErrorFault"};
    switch (error.code) {
        case ErrorCode::malformed_query:
            fault.type = "MalformedQueryFault";
            break;
        case ErrorCode::invalid_field:
            fault.type = "InvalidFieldFault";
            break;
        case ErrorCode::invalid_type:
            fault.type = "InvalidSObjectFault";
            break;
        case ErrorCode::malformed_id:
            fault.type = "InvalidIdFault";
            break;
        case ErrorCode::invalid_query_locator:
            fault.type = "InvalidQueryLocatorFault";
            break;
        default:
            break;
    }
    return fault;
}

Error unknown_type(std::string_view type) {
    return {ErrorCode::invalid_type, fmt::format("sObject type '{}' is not supported.", type), {}};
}

Error too_many_records(std::size_t max) {
    return {
        ErrorCode::exceeded_id_limit,
        fmt::format("record limit reached. cannot submit more than {} records into this call", max),
        {}};
}

}  // namespace rowlock
