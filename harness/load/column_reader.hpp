#pragma once

#include "harness/load/located_json.hpp"
#include "harness/load/mistakes.hpp"
#include "harness/load/source_spec.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace rowlock {

/// Reads one member of a source's `columns`; `source_names` are those a parent reference may name,
/// by number. Nothing if it is wrong.
std::optional<ColumnSpec> read_column(
    const LocatedMember& column, std::span<const std::string_view> source_names, Mistakes& mistakes
);

}  // namespace rowlock
