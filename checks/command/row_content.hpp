#pragma once

#include "checks/input/csv_source.hpp"
#include "mockorg/codec/csv.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What the rows of one file say, however they spell it: an id has 15 or 18 characters in any
/// letter case, the value of a key any letter case or form of a number, and a cell quotes or none.
class RowContent {
public:
    /// `key_field`: the external id field by which the load's own records are named; may be empty.
    RowContent(const CsvSource& source, std::string_view key_field);

    /// Of a row without its line end.
    std::uint64_t hash(std::string_view row);

private:
    void append(std::string_view cell, bool key_value);

    CsvRowReader reader_;
    /// By column: its cells are values of a key field.
    std::vector<bool> key_values_;
    std::string canonical_;
};

}  // namespace rowlock
