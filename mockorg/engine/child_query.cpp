#include "mockorg/engine/child_query.hpp"

#include "mockorg/engine/row_selection.hpp"
#include "mockorg/engine/select_tree.hpp"
#include "mockorg/engine/semi_joins.hpp"
#include "mockorg/schema/child_relationship_name.hpp"
#include "mockorg/soql/error_text.hpp"

#include <fmt/core.h>

#include <utility>

namespace rowlock {
namespace {

Failure no_such_relationship(const QueryScope& scope, const soql::Query& query) {
    return soql::fail_at(
        scope.source,
        query.object_position,
        ErrorCode::invalid_type,
        fmt::format(
            "Didn't understand relationship '{}' in FROM part of query call. If you are attempting "
            "to use a custom relationship, be sure to append the '__r' after the custom "
            "relationship name. Please reference your WSDL or the describe call for the "
            "appropriate names.",
            query.object
        )
    );
}

}  // namespace

Result<std::shared_ptr<const ChildQuery>> ChildQuery::bind(
    const QueryScope& scope, const ObjectType& parent, const soql::Query& query
) {
    const ChildRelationship* relationship =
        find_child_relationship(scope.schema(), parent.number, query.object);
    if (relationship == nullptr) return no_such_relationship(scope, query);
    const ObjectType& object = scope.schema().object(relationship->child);
    std::shared_ptr<ChildQuery> bound{new ChildQuery};
    bound->object_ = object.number;
    bound->reference_ = relationship->field;
    bound->include_deleted_ = scope.include_deleted;
    if (query.where) {
        const StoreSemiJoins joins{scope};
        auto where = soql::Predicate::bind(
            scope.schema(), object, *query.where, {scope.source, scope.today, &joins}
        );
        if (!where) return tl::unexpected{where.error()};
        bound->where_ = std::move(*where);
    }
    auto order = ResultOrder::bind(scope.schema(), object, query.order_by, scope.source);
    if (!order) return tl::unexpected{order.error()};
    bound->order_ = std::move(*order);
    bound->limits_.limit = query.limit;
    bound->limits_.offset = query.offset;
    auto fields = select_tree(scope, object, query);
    if (!fields) return tl::unexpected{fields.error()};
    bound->fields_ = std::move(*fields);
    return bound;
}

bool ChildQuery::shows(const Store& store, std::uint32_t row) const {
    const RecordHandle record{object_, row};
    const RowState state = store.state(record);
    if (state != RowState::live && (!include_deleted_ || state != RowState::deleted)) return false;
    return !where_ || where_->matches(StoredRow{store, record}, store);
}

std::vector<std::uint32_t> ChildQuery::rows(const Store& store, RecordHandle parent) const {
    std::vector<std::uint32_t> rows = store.children(object_, reference_, parent);
    std::erase_if(rows, [&](std::uint32_t row) { return !shows(store, row); });
    if (!order_.empty()) order_.sort(store, rows, rows_needed(limits_));
    cut_rows(rows, limits_);
    return rows;
}

}  // namespace rowlock
