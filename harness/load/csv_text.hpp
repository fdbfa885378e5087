#pragma once

#include "mockorg/base/result.hpp"

#include <cstdint>
#include <string>

namespace rowlock {

/// The text of a CSV file in UTF-8, which is all that an org takes: converted from `encoding`, a
/// name that the system's iconv knows, or as it is if that is empty. bad_file, with file, line and
/// column, for bytes that are of no UTF-8 character, and for UTF-16 nobody spoke of;
/// bad_configuration for an unknown encoding.
Result<std::string> read_csv_text(
    const std::string& path, const std::string& encoding, std::uint64_t size_max
);

}  // namespace rowlock
