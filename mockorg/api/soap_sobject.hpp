#pragma once

#include "mockorg/api/soap_envelope.hpp"
#include "mockorg/engine/requests.hpp"
#include "mockorg/schema/schema.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

// Records in the shapes of the partner WSDL. Those of the enterprise WSDL differ from them in how
// the type is said, which is read either way, and in namespaces.

/// The namespace of what is inside an sObject.
std::string_view sobject_space(SoapApi api);

/// A record as a client sends it.
struct SoapRecord {
    std::string type;
    /// Empty if there is none.
    std::string id;
    /// Without the id. What is in `fieldsToNull` is null; empty elements say nothing.
    std::vector<FieldText> fields;
};

SoapRecord read_sobject(const Schema& schema, const XmlElement& element);

/// Appends a record as an element of this name; the prefix `sf` must be declared. Its id stands
/// before all other fields, nil if it was not asked for.
void append_sobject(
    XmlWriter& xml, const Schema& schema, std::string_view name, const RecordFields& record
);

/// Appends what is inside a QueryResult.
void append_query_result(
    XmlWriter& xml,
    const Schema& schema,
    const std::optional<std::string>& next_locator,
    const std::vector<RecordFields>& records,
    std::uint64_t size
);

/// The fault that stands for an error of the whole request.
SoapFault fault_of(const Error& error);

/// What a type that the org does not have gets.
Error unknown_type(std::string_view type);

/// What more records than a call takes get.
Error too_many_records(std::size_t max);

}  // namespace rowlock
