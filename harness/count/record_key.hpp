#pragma once

#include "harness/query/record_query.hpp"
#include "harness/replay/row_key.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// A column that rows and records are known by.
struct KeyColumn {
    std::string name;
    CellNotation notation = CellNotation::unknown;
    /// Texts that differ in letter case alone are one key to the org: that of an external id that
    /// is not case sensitive.
    bool ignores_case = false;
};

using RecordKey = std::vector<KeyColumn>;

/// The columns, with what the object's description tells of their fields; a parent's field
/// (`Account.Name`) is of unknown notation. Asks nothing without columns. Errors: the org's, and
/// bad_configuration for what is no field of the object, with the one that was probably meant.
Result<RecordKey> read_record_key(
    const AskFn& ask, const std::string& object, const std::vector<std::string>& columns
);

/// A number for the values of a key's columns, the same for a row as sent and for its record.
std::uint64_t key_of_values(const RecordKey& key, std::span<const std::string> values);

/// `"Id","NAME","NAME"` with its line end.
std::string key_header(const RecordKey& key);

}  // namespace rowlock
