#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/xml_reader.hpp"

#include <string_view>

namespace rowlock {

/// The namespace of everything Bulk API 1.0 says in XML, and of all it is told.
inline constexpr std::string_view k_dataload_namespace =
    "http://www.force.com/2009/06/asyncapi/dataload";

/// invalid_xml unless the element has this name in the namespace of Bulk API 1.0.
Result<void> expect_dataload_name(const XmlElement& element, std::string_view local);

/// The same for an element that holds others: also invalid_xml if there is text beside them, where
/// it would be lost.
Result<void> expect_container(const XmlElement& element, std::string_view local);

/// invalid_xml unless the element is in the namespace of Bulk API 1.0 and holds text alone.
Result<void> expect_value(const XmlElement& element);

}  // namespace rowlock
