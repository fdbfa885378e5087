#include "mockorg/engine/row_selection.hpp"

#include "mockorg/engine/selected_fields.hpp"

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

using Rows = std::vector<std::uint32_t>;

constexpr std::uint64_t k_no_limit = ~std::uint64_t{0};

/// The rows found in the order of the table, without those that OFFSET and LIMIT leave out.
RowList rows_in_table_order(const RowSearch& search, const soql::Query& query, RowRange range) {
    RowList rows;
    std::uint64_t skip = query.offset.value_or(0);
    const std::uint64_t limit = query.limit.value_or(k_no_limit);
    if (limit == 0) return rows;
    search.run(range, [&](std::uint32_t row) {
        if (skip > 0) {
            --skip;
            return true;
        }
        rows.add_ascending(row);
        return rows.size() < limit;
    });
    return rows;
}

bool is_id(const ObjectType& object, const soql::Expression& expression) {
    if (!expression.is_plain() || expression.field.steps.size() != 1) return false;
    const Field* field = object.find_field(expression.field.steps.front());
    return field != nullptr && field->type == FieldType::id;
}

/// Leaves out rows before or behind those whose ids the condition demands, where ids ascend.
void narrow_by_id(
    const Store& store, const ObjectType& object, const soql::Condition& where, RowRange& range
) {
    if (where.kind == soql::Condition::Kind::all_of) {
        for (const soql::Condition& part : where.parts) narrow_by_id(store, object, part, range);
    }
    if (where.kind != soql::Condition::Kind::compare || where.literals.size() != 1) return;
    if (!is_id(object, where.operand)) return;
    const auto id = RecordId::parse(where.literals.front().text);
    const auto record = id ? store.find(*id) : std::nullopt;
    if (!record || record->object != object.number) return;
    switch (where.comparison) {
        case soql::Comparison::gt:
        case soql::Comparison::ge:
            range.first = std::max(range.first, record->row);
            break;
        case soql::Comparison::lt:
        case soql::Comparison::le:
            range.end = std::min(range.end, record->row + 1);
            break;
        default:
            break;
    }
}

/// Whether the order is the table's own; then the range needs no row whose id does not fit.
bool prepare_id_order(
    const QueryScope& scope, const ObjectType& object, const soql::Query& query, RowRange& range
) {
    RowRange narrowed = range;
    if (query.where) narrow_by_id(scope.store, object, *query.where, narrowed);
    const auto& order = query.order_by;
    const bool by_id =
        !order.empty() && !order.front().descending && is_id(object, order.front().operand);
    const bool is_narrower = narrowed.first != range.first || narrowed.end != range.end;
    if (!by_id && !is_narrower) return order.empty();
    if (scope.store.has_foreign_ids(object.number)) return order.empty();
    range = narrowed;
    return by_id || order.empty();
}

}  // namespace

void cut_rows(Rows& rows, const soql::Query& query) {
    const std::size_t offset = std::min<std::size_t>(rows.size(), query.offset.value_or(0));
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(offset));
    if (query.limit && *query.limit < rows.size()) rows.resize(*query.limit);
}

std::uint64_t rows_needed(const soql::Query& query) {
    const std::uint64_t limit = query.limit.value_or(k_no_limit);
    const std::uint64_t offset = query.offset.value_or(0);
    return limit > k_no_limit - offset ? k_no_limit : limit + offset;
}

Result<std::vector<soql::BoundPath>> bind_selected(
    const Schema& schema,
    const ObjectType& object,
    const soql::Query& query,
    std::string_view source
) {
    std::vector<soql::BoundPath> columns;
    SelectedFields fields{schema, object, source};
    for (const soql::SelectItem& item : query.items) {
        auto added = fields.add(item);
        if (!added) return tl::unexpected{added.error()};
        std::move(added->begin(), added->end(), std::back_inserter(columns));
    }
    return columns;
}

Result<RowList> select_row_list(
    const QueryScope& scope, const ObjectType& object, const soql::Query& query, RowRange range
) {
    RowSearch search{scope, object};
    if (auto bound = search.bind(query.where); !bound) return tl::unexpected{bound.error()};
    const auto order = ResultOrder::bind(scope.schema(), object, query.order_by, scope.source);
    if (!order) return tl::unexpected{order.error()};
    if (prepare_id_order(scope, object, query, range)) {
        return rows_in_table_order(search, query, range);
    }
    RowList found;
    search.run(range, [&](std::uint32_t row) {
        found.add_ascending(row);
        return true;
    });
    Rows rows = found.to_vector();
    order->sort(scope.store, rows, rows_needed(query));
    cut_rows(rows, query);
    return RowList{std::move(rows)};
}

Result<Rows> select_rows(
    const QueryScope& scope, const ObjectType& object, const soql::Query& query
) {
    const auto rows = select_row_list(scope, object, query);
    if (!rows) return tl::unexpected{rows.error()};
    return rows->to_vector();
}

Result<std::uint64_t> count_rows(
    const QueryScope& scope, const ObjectType& object, const soql::Query& query
) {
    RowSearch search{scope, object};
    if (auto bound = search.bind(query.where); !bound) return tl::unexpected{bound.error()};
    std::uint64_t count = search.count();
    count -= std::min(count, query.offset.value_or(0));
    return query.limit ? std::min(count, *query.limit) : count;
}

}  // namespace rowlock
