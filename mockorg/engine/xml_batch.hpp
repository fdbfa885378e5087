#pragma once

#include "mockorg/engine/dataload_xml.hpp"
#include "mockorg/engine/record_table.hpp"
#include "mockorg/schema/schema.hpp"

#include <string_view>

namespace rowlock {

/// Reads `<sObjects><sObject><Name>..</Name></sObject>..</sObjects>`. xsi:nil is null, an empty
/// element leaves its field alone, `<Rel><sObject><Key>..</Key></sObject></Rel>` is the column
/// `Rel.Key` (`Type:Rel.Key` with one of several types as `type` beside the key), and a
/// relationship that is nil a null reference. `object`: the job's; a record may repeat it as its
/// `type`. Elements of other namespaces and text beside elements are invalid_xml, like all other
/// errors but client_input_error. [datafiles_xml_preparing]
Result<RecordTable> read_xml_batch(
    std::string_view text, const Schema& schema, const ObjectType& object
);

}  // namespace rowlock
