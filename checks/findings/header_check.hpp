#pragma once

#include "checks/findings/data_settings.hpp"
#include "checks/findings/findings.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// A column whose every value deserves a look.
struct WatchedColumn {
    /// Position in the row, from 0.
    std::uint32_t position = 0;
    /// As the header spells it.
    std::string name;
    const Field* field = nullptr;
    /// Values must be record ids.
    bool holds_ids = false;
    /// Of the objects whose ids the column may hold; empty if that is not known.
    std::vector<KeyPrefix> prefixes;
    /// Must not be empty.
    bool required = false;
    /// Names the record the row is about: never twice in a transaction.
    bool is_key = false;
    /// Longest text in characters; 0 if any will do.
    std::uint32_t length_max = 0;
};

/// Finds what is wrong with the columns of a file, and which of them need a look row by row.
/// `names`: the header's cells, unquoted, without a byte-order mark.
std::vector<WatchedColumn> check_header(
    std::span<const std::string> names,
    const DataSettings& settings,
    std::string_view file,
    Findings& findings
);

}  // namespace rowlock
