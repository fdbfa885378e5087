#include "mockorg/api/soap_envelope.hpp"

#include "mockorg/base/blanks.hpp"
#include "mockorg/codec/numbers.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

constexpr std::string_view k_envelope_space = "http://schemas.xmlsoap.org/soap/envelope/";
constexpr std::string_view k_instance_space = "http://www.w3.org/2001/XMLSchema-instance";
constexpr int k_fault_status = 500;

std::string_view space_of(SoapApi api) {
    switch (api) {
        case SoapApi::partner:
            return "urn:partner.soap.sforce.com";
        case SoapApi::enterprise:
            return "urn:enterprise.soap.sforce.com";
        case SoapApi::apex:
            break;
    }
    return "http://soap.sforce.com/2006/08/apex";
}

std::string_view fault_space_of(SoapApi api) {
    switch (api) {
        case SoapApi::partner:
            return "urn:fault.partner.soap.sforce.com";
        case SoapApi::enterprise:
            return "urn:fault.enterprise.soap.sforce.com";
        case SoapApi::apex:
            break;
    }
    return space_of(api);
}

HttpResponse xml_response(int status, std::string body) {
    HttpResponse response;
    response.status = status;
    response.headers.add("Content-Type", "text/xml;charset=UTF-8");
    response.body = std::move(body);
    return response;
}

void open_envelope(XmlWriter& xml) {
    xml.declaration().open("soapenv:Envelope").declare_namespace(k_envelope_space, "soapenv");
}

/// A fault of the envelope itself, which has no detail.
HttpResponse client_fault(std::string_view code, std::string_view message) {
    std::string text;
    XmlWriter xml{text};
    open_envelope(xml);
    xml.open("soapenv:Body")
        .open("soapenv:Fault")
        .element("faultcode", code)
        .element("faultstring", message)
        .close()
        .close()
        .close();
    return xml_response(k_fault_status, std::move(text));
}

Failure no_envelope() {
    return fail(ErrorCode::invalid_xml, "The request is no SOAP envelope with a body");
}

/// The text of a header's only member.
std::string header_text(const XmlElement& headers, std::string_view name, std::string_view member) {
    const XmlElement* header = headers.child(name);
    return header != nullptr ? child_text(*header, member) : std::string{};
}

void read_headers(const XmlElement& headers, SoapRequest& request) {
    constexpr std::int64_t k_batch_min = 200;
    constexpr std::int64_t k_batch_max = 2000;
    request.session_id = header_text(headers, "SessionHeader", "sessionId");
    const std::string all_or_none = header_text(headers, "AllOrNoneHeader", "allOrNone");
    request.all_or_none = all_or_none == "true" || all_or_none == "1";
    if (const auto size = parse_integer(header_text(headers, "QueryOptions", "batchSize"))) {
        request.batch_size =
            static_cast<std::uint32_t>(std::clamp(*size, k_batch_min, k_batch_max));
    }
}

}  // namespace

Result<SoapRequest> read_soap(std::string_view body) {
    auto envelope = read_xml(body);
    if (!envelope) return Failure{envelope.error()};
    const XmlElement* content = envelope->child("Body");
    if (envelope->name.local != "Envelope" || content == nullptr || content->children.empty()) {
        return no_envelope();
    }
    SoapRequest request;
    request.operation = content->children.front();
    if (const XmlElement* headers = envelope->child("Header")) read_headers(*headers, request);
    return request;
}

std::string child_text(const XmlElement& element, std::string_view name) {
    const XmlElement* child = element.child(name);
    return child != nullptr ? std::string{trimmed(child->text, k_text_blanks)} : std::string{};
}

std::vector<std::string> child_texts(const XmlElement& element, std::string_view name) {
    std::vector<std::string> texts;
    for (const XmlElement& child : element.children) {
        if (child.name.local == name) texts.emplace_back(trimmed(child.text, k_text_blanks));
    }
    return texts;
}

HttpResponse soap_response(SoapApi api, const WriteXml& body, const WriteXml& header) {
    std::string text;
    XmlWriter xml{text};
    open_envelope(xml);
    xml.declare_namespace(space_of(api)).declare_namespace(k_instance_space, "xsi");
    if (header) {
        xml.open("soapenv:Header");
        header(xml);
        xml.close();
    }
    xml.open("soapenv:Body");
    body(xml);
    xml.close().close();
    return xml_response(200, std::move(text));
}

HttpResponse soap_fault(SoapApi api, const SoapFault& fault) {
    // The code of a login that failed stands without a prefix. [client]
    const bool bare = fault.type == "LoginFault";
    const std::string type = fmt::format("sf:{}", fault.type);
    std::string text;
    XmlWriter xml{text};
    open_envelope(xml);
    xml.declare_namespace(fault_space_of(api), "sf")
        .declare_namespace(k_instance_space, "xsi")
        .open("soapenv:Body")
        .open("soapenv:Fault")
        .element("faultcode", bare ? fault.code : "sf:" + fault.code)
        .element("faultstring", fmt::format("{}: {}", fault.code, fault.message))
        .open("detail")
        .open(type)
        .attribute("xsi:type", type)
        .element("sf:exceptionCode", fault.code)
        .element("sf:exceptionMessage", fault.message)
        .close()
        .close()
        .close()
        .close()
        .close();
    return xml_response(k_fault_status, std::move(text));
}

SoapFault invalid_session_fault() {
    return {
        "INVALID_SESSION_ID",
        "Invalid Session ID found in SessionHeader: Illegal Session",
        "UnexpectedErrorFault"};
}

HttpResponse unreadable_soap(const Error& error) {
    return client_fault("soapenv:Client", error.message);
}

HttpResponse unknown_soap_operation(const XmlElement& operation) {
    return client_fault(
        "soapenv:Client",
        fmt::format(
            "No operation available for request {{{}}}{}, please check the WSDL for the service.",
            operation.name.space,
            operation.name.local
        )
    );
}

}  // namespace rowlock
