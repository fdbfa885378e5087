#include "mockorg/api/describe_object.hpp"
#include "mockorg/api/soap_call.hpp"
#include "mockorg/api/soap_sobject.hpp"
#include "mockorg/codec/json.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <string>
#include <vector>

namespace rowlock {
namespace {

/// [SOAP API guide: describeSObjects]
constexpr std::size_t k_objects_max = 100;

/// Writes a description as XML: both forms have the same members in the same order, which readers
/// made from the WSDL rely on. Lists are repeated elements, what is null is not there, and what
/// only REST has a use for is left out.
void append_described(XmlWriter& xml, const std::string& name, const Json& value) {
    if (value.is_null() || name == "urls") return;
    if (value.is_array()) {
        for (const Json& item : value) append_described(xml, name, item);
    } else if (value.is_object()) {
        xml.open(name);
        for (const auto& [member, inner] : value.items()) append_described(xml, member, inner);
        xml.close();
    } else {
        xml.element(name, value.is_string() ? value.get<std::string>() : value.dump());
    }
}

/// The description that `append` writes as JSON.
template <class Append>
Json described(Append append) {
    std::string text;
    JsonWriter json{text};
    append(json);
    return *parse_json(text);
}

void describe_global(const SoapCall& soap) {
    const Json list = described([&](JsonWriter& json) {
        append_object_list(json, soap.schema(), soap.call.api_version);
    });
    soap.answer([&](XmlWriter& xml) {
        xml.open("describeGlobalResponse");
        append_described(xml, "result", list);
        xml.close();
    });
}

/// Answers with the descriptions of all objects named, or with a fault if one is unknown.
void answer_described(
    const SoapCall& soap, const std::vector<std::string>& names, std::string_view response
) {
    std::vector<Json> results;
    for (const std::string& name : names) {
        const DescribedObject found = find_described(soap.schema(), name);
        if (found.object == nullptr) return soap.fault(fault_of(unknown_type(name)));
        results.push_back(described([&](JsonWriter& json) {
            append_object_describe(json, *found.schema, *found.object, soap.call.api_version);
        }));
    }
    soap.answer([&](XmlWriter& xml) {
        xml.open(response);
        for (const Json& result : results) append_described(xml, "result", result);
        xml.close();
    });
}

void describe_one(const SoapCall& soap) {
    answer_described(
        soap, {child_text(soap.operation(), "sObjectType")}, "describeSObjectResponse"
    );
}

void describe_several(const SoapCall& soap) {
    const std::vector<std::string> names = child_texts(soap.operation(), "sObjectType");
    if (names.size() > k_objects_max) return soap.fault(fault_of(too_many_records(k_objects_max)));
    answer_described(soap, names, "describeSObjectsResponse");
}

constexpr std::array k_operations = {
    SoapOperation{"describeGlobal", describe_global},
    SoapOperation{"describeSObject", describe_one},
    SoapOperation{"describeSObjects", describe_several},
};

}  // namespace

std::span<const SoapOperation> soap_describe_operations() {
    return k_operations;
}

}  // namespace rowlock
