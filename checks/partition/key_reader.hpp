#pragma once

#include "checks/model/row_keys.hpp"
#include "checks/partition/part_file.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace rowlock {

/// Records numbered partition by partition, each once however often parts name it.
struct NumberedRecords {
    /// By number: the part, and where in its text the name's length stands.
    std::vector<std::uint64_t> places;
    /// Whether any is named by the value of a key field.
    bool has_values = false;

    static constexpr unsigned k_part_shift = 40;
};

/// Puts the number of the record into `uses`, as a hard one, for every use of all parts. `uses` is
/// as long as the summaries say. Holds the names of one partition at a time. bad_file if the parts
/// do not name a record for each use.
Result<NumberedRecords> number_records(const std::vector<PartFile>& parts, std::span<KeyUse> uses);

/// The name at a place.
std::string_view name_at(const std::vector<PartFile>& parts, std::uint64_t place);

}  // namespace rowlock
