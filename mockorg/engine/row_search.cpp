#include "mockorg/engine/row_search.hpp"

#include "mockorg/engine/index_search.hpp"
#include "mockorg/engine/semi_joins.hpp"

#include <utility>

namespace rowlock {
namespace {

/// Whether rows of equal cells have equal values, and cells are likely to be equal: not so for ids,
/// for what the store reads from elsewhere, and for texts and times.
bool repeats_cells(const Field& field) {
    const CellKind kind = cell_kind(field);
    return kind != CellKind::text && kind != CellKind::datetime && field.name != "IsDeleted";
}

}  // namespace

Result<void> RowSearch::bind(const std::optional<soql::Condition>& where) {
    if (!where) return {};
    const StoreSemiJoins joins{scope_};
    auto bound = soql::Predicate::bind(
        scope_.schema(), object_, *where, {scope_.source, scope_.today, &joins}
    );
    if (!bound) return tl::unexpected{bound.error()};
    predicate_ = std::move(*bound);
    offered_ = rows_from_index(scope_, object_, *predicate_);
    const auto only_field = predicate_->only_field();
    if (only_field && repeats_cells(object_.field(*only_field))) only_field_ = only_field;
    return {};
}

std::uint64_t RowSearch::count() const {
    if (!predicate_ && !scope_.include_deleted) {
        return scope_.store.table(object_.number).live_rows();
    }
    std::uint64_t count = 0;
    run({}, [&](std::uint32_t) {
        ++count;
        return true;
    });
    return count;
}

}  // namespace rowlock
