#include "mockorg/engine/rows_meeting.hpp"

#include "mockorg/engine/query_scope.hpp"
#include "mockorg/engine/row_selection.hpp"
#include "mockorg/soql/parser.hpp"

#include <fmt/core.h>

namespace rowlock {

Result<RowsOfObject> rows_meeting(
    const World& world, std::string_view object, std::string_view condition
) {
    std::string text = fmt::format("SELECT Id FROM {}", object);
    if (!condition.empty()) text += fmt::format(" WHERE {}", condition);
    const auto query = soql::parse_query(text);
    if (!query) return tl::unexpected{query.error()};
    const auto bound = soql::bind_object(world.schema(), *query, text);
    if (!bound) return tl::unexpected{bound.error()};
    const QueryScope scope{world.store, text, day_of(world.now), false};
    auto rows = select_rows(scope, **bound, *query);
    if (!rows) return tl::unexpected{rows.error()};
    return RowsOfObject{(*bound)->number, std::move(*rows)};
}

}  // namespace rowlock
