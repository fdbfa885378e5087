#pragma once

#include <cstdint>
#include <string_view>

namespace rowlock {

/// In which ways the values of a field may be written and still be the same value.
enum class CellNotation : std::uint8_t {
    /// In one way only.
    text,
    /// 912260031 is 9.12260031E8: the platform writes numbers anew. [bulk-api 1.8]
    number,
    /// true, TRUE and 1.
    boolean,
    /// With or without a time, milliseconds and an offset.
    date,
    /// In 15 or 18 characters.
    record_id,
    /// The type of the field is not known: any of these, as far as the value looks like it.
    unknown,
};

/// Of a field's type in the words of describe answers: `double`, `boolean`, `reference`, ...
CellNotation notation_of(std::string_view field_type);

/// Nothing, or `#N/A`, which the Bulk APIs take for null.
inline bool is_empty_cell(std::string_view text) {
    return text.empty() || text == "#N/A";
}

/// A number that two cells of such a field share if they mean the same value; any two with other
/// values differ, but for chance of one in 2^64. `#N/A` means no value, like nothing.
std::uint64_t key_of_cell(std::string_view text, CellNotation notation = CellNotation::unknown);

/// Folds the next cell's key into a row's.
std::uint64_t combine_keys(std::uint64_t row_key, std::uint64_t cell_key);

}  // namespace rowlock
