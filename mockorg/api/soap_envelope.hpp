#pragma once

#include "mockorg/api/router.hpp"
#include "mockorg/codec/xml_reader.hpp"
#include "mockorg/codec/xml_writer.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// Which of the SOAP APIs: what their elements are named by. [addresses /Soap/u, /c and /s]
enum class SoapApi : std::uint8_t { partner, enterprise, apex };

/// What a SOAP request asks for. Prefixes do not matter, and neither does the namespace of what
/// stands in the body: clients differ in both. [client]
struct SoapRequest {
    /// Of the SessionHeader; empty if there is none.
    std::string session_id;
    /// Of the AllOrNoneHeader.
    bool all_or_none = false;
    /// Of QueryOptions, within the limits of the platform. [SOAP API guide: 200 to 2,000, usually
    /// 500]
    std::uint32_t batch_size = 500;
    XmlElement operation;
};

Result<SoapRequest> read_soap(std::string_view body);

/// The text of a child element, trimmed; empty if there is none.
std::string child_text(const XmlElement& element, std::string_view name);

/// The texts of all child elements of that name, trimmed.
std::vector<std::string> child_texts(const XmlElement& element, std::string_view name);

/// An answer whose body, and header if there is one, are written by the caller inside
/// `soapenv:Body`, `soapenv:Header`.
using WriteXml = std::function<void(XmlWriter&)>;
HttpResponse soap_response(SoapApi api, const WriteXml& body, const WriteXml& header = {});

/// A fault, HTTP 500. `type` is its element in the detail: `LoginFault`.
struct SoapFault {
    std::string code;
    std::string message;
    std::string_view type = "ApiFault";
};

HttpResponse soap_fault(SoapApi api, const SoapFault& fault);

SoapFault invalid_session_fault();

/// A fault for a request that is no SOAP, or for one that nobody knows.
HttpResponse unreadable_soap(const Error& error);
HttpResponse unknown_soap_operation(const XmlElement& operation);

}  // namespace rowlock
