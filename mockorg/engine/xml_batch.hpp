#pragma once

#include "mockorg/engine/dataload_xml.hpp"
#include "mockorg/engine/record_table.hpp"

#include <string_view>

namespace rowlock {

/// Reads `<sObjects><sObject><Name>..</Name></sObject>..</sObjects>`. xsi:nil is null, an empty
/// element leaves its field alone, `<Rel><sObject><Key>..</Key></sObject></Rel>` is the column
/// `Rel.Key` (`Type:Rel.Key` with a `type` beside the key). `object`: the job's; a record may
/// repeat it as its `type`. Elements of other namespaces and text beside elements are invalid_xml,
/// like all other errors but client_input_error. [datafiles_xml_preparing]
Result<RecordTable> read_xml_batch(std::string_view text, std::string_view object);

}  // namespace rowlock
