#include "mockorg/engine/result_order.hpp"

#include "mockorg/engine/value_order.hpp"
#include "mockorg/soql/error_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// As describe answers of real orgs say `sortable`.
bool is_sortable(const soql::BoundOperand& operand) {
    if (operand.path.names_object || operand.function != soql::DateFunction::none) return true;
    const bool long_text = operand.type == FieldType::textarea && !operand.path.field->filterable;
    return !long_text && operand.type != FieldType::multipicklist &&
           operand.type != FieldType::address;
}

}  // namespace

int compare_in_order(
    const RecordReader& records, const Value& a, const Value& b, bool descending, bool nulls_last
) {
    if (a.is_null() || b.is_null()) {
        if (a.is_null() == b.is_null()) return 0;
        return a.is_null() == nulls_last ? 1 : -1;
    }
    const int result = compare_values(records, a, b);
    return descending ? -result : result;
}

Result<ResultOrder> ResultOrder::bind(
    const Schema& schema,
    const ObjectType& object,
    const std::vector<soql::OrderBy>& order_by,
    std::string_view source
) {
    ResultOrder bound;
    bound.object_ = object.number;
    for (const soql::OrderBy& order : order_by) {
        if (order.operand.aggregate != soql::Aggregate::none) {
            return soql::fail_at(
                source,
                order.operand.position,
                ErrorCode::malformed_query,
                "Ordered field must be grouped or aggregated"
            );
        }
        auto operand = soql::bind_operand(schema, object, order.operand, source);
        if (!operand) return tl::unexpected{operand.error()};
        if (!is_sortable(*operand)) {
            return soql::fail_at(
                source,
                order.operand.position,
                ErrorCode::malformed_query,
                fmt::format("field '{}' can not be sorted in a query call", operand->canonical)
            );
        }
        bound.keys_.push_back({std::move(*operand), order.descending, order.nulls_last});
    }
    return bound;
}

bool ResultOrder::less(const Store& store, std::uint32_t a, std::uint32_t b) const {
    const StoredRow row_a{store, {object_, a}};
    const StoredRow row_b{store, {object_, b}};
    for (const Key& key : keys_) {
        const int order = compare_in_order(
            store,
            value_of(key.operand, row_a, store),
            value_of(key.operand, row_b, store),
            key.descending,
            key.nulls_last
        );
        if (order != 0) return order < 0;
    }
    return a < b;
}

void ResultOrder::sort(const Store& store, std::vector<std::uint32_t>& rows, std::uint64_t needed)
    const {
    const auto before = [&](std::uint32_t a, std::uint32_t b) { return less(store, a, b); };
    const auto sorted = static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(needed, rows.size()));
    // Sorting all of them is quicker unless few are wanted.
    if (needed / 8 < rows.size() / 64) {
        std::partial_sort(rows.begin(), rows.begin() + sorted, rows.end(), before);
    } else {
        std::sort(rows.begin(), rows.end(), before);
    }
}

}  // namespace rowlock
