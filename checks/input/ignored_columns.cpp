#include "checks/input/ignored_columns.hpp"

#include <cstddef>
#include <set>
#include <string_view>
#include <utility>

namespace rowlock {
namespace {

/// A header may have half a million columns that mean nothing.
constexpr std::size_t k_listed_max = 50;

}  // namespace

void list_ignored_columns(
    const LoadedFile& file, const LoadColumns& columns, std::vector<Unresolved>& list
) {
    if (file.rows == 0) return;
    std::set<std::pair<UnresolvedReason, std::string_view>> seen;
    for (const std::uint32_t position : columns.ignored) {
        const SourceColumn& column = file.source.columns[position];
        const auto reason =
            column.binding ? UnresolvedReason::repeated_column : UnresolvedReason::unknown_column;
        if (!seen.emplace(reason, column.name).second) continue;
        if (seen.size() > k_listed_max) return;
        add_unresolved(
            {reason, file.load, columns.object->name, column.name, file.rows, file.first_row}, list
        );
    }
}

}  // namespace rowlock
