#pragma once

#include "mockorg/engine/record_table.hpp"

#include <string_view>

namespace rowlock {

/// The namespace of everything Bulk API 1.0 says in XML.
inline constexpr std::string_view k_dataload_namespace =
    "http://www.force.com/2009/06/asyncapi/dataload";

/// Reads `<sObjects><sObject><Name>..</Name></sObject>..</sObjects>`. xsi:nil is null, an empty
/// element leaves its field alone, `<Rel><sObject><Key>..</Key></sObject></Rel>` is the column
/// `Rel.Key` (`Type:Rel.Key` with a `type` beside the key). `object`: the job's; a record may
/// repeat it as its `type`. Errors: invalid_xml, client_input_error. [datafiles_xml_preparing]
Result<RecordTable> read_xml_batch(std::string_view text, std::string_view object);

}  // namespace rowlock
