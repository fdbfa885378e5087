#include "mockorg/engine/group_columns.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/soql/error_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

using soql::Aggregate;

/// As describe answers of real orgs say `groupable`: numbers other than whole ones, times and long
/// texts are not.
bool is_groupable(const soql::BoundOperand& operand) {
    if (operand.function != soql::DateFunction::none || operand.path.names_object) return true;
    switch (operand.type) {
        case FieldType::double_:
        case FieldType::currency:
        case FieldType::percent:
        case FieldType::datetime:
        case FieldType::multipicklist:
        case FieldType::time:
        case FieldType::address:
            return false;
        default:
            return operand.path.field->filterable;
    }
}

/// [SOQL reference, support for field types in aggregate functions]
bool takes(Aggregate aggregate, const soql::BoundOperand& operand) {
    const FieldType type = operand.type;
    const bool is_number = holds_number(type);
    const bool is_moment = type == FieldType::date || type == FieldType::datetime;
    const bool is_long = type == FieldType::textarea || type == FieldType::multipicklist ||
                         type == FieldType::address || type == FieldType::complexvalue ||
                         type == FieldType::boolean || type == FieldType::time;
    switch (aggregate) {
        case Aggregate::sum:
        case Aggregate::avg:
            return is_number;
        case Aggregate::min:
        case Aggregate::max:
            return is_number || is_moment || !is_long;
        default:
            return !is_long;
    }
}

FieldType result_type(Aggregate aggregate, FieldType type) {
    switch (aggregate) {
        case Aggregate::count:
        case Aggregate::count_distinct:
        case Aggregate::grouping:
            return FieldType::int_;
        case Aggregate::avg:
            return FieldType::double_;
        default:
            return type;
    }
}

}  // namespace

Failure GroupColumns::fail_about(const soql::Expression& expression, std::string_view message)
    const {
    return soql::fail_at(scope_.source, expression.position, ErrorCode::malformed_query, message);
}

Result<void> GroupColumns::add_keys(const soql::Query& query) {
    grouping_ = query.grouping;
    for (const soql::Expression& expression : query.group_by) {
        auto operand = soql::bind_operand(scope_.schema(), object_, expression, scope_.source);
        if (!operand) return tl::unexpected{operand.error()};
        if (!is_groupable(*operand)) {
            return fail_about(
                expression,
                fmt::format("field '{}' can not be grouped in a query call", operand->canonical)
            );
        }
        GroupColumn column;
        column.type = operand->type;
        column.operand = std::move(*operand);
        column.key = columns_.size();
        // A field that is named again makes no further groups.
        if (grouping_ == soql::Grouping::plain && find(column)) continue;
        columns_.push_back(std::move(column));
    }
    keys_ = columns_.size();
    return {};
}

std::optional<std::size_t> GroupColumns::find(const GroupColumn& column) const {
    const auto found = std::find_if(columns_.begin(), columns_.end(), [&](const auto& known) {
        return known.aggregate == column.aggregate &&
               known.operand.canonical == column.operand.canonical;
    });
    if (found == columns_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns_.begin());
}

Result<GroupColumn> GroupColumns::bind_column(const soql::Expression& expression) const {
    soql::Expression of_record = expression;
    of_record.aggregate = Aggregate::none;
    auto operand = soql::bind_operand(scope_.schema(), object_, of_record, scope_.source);
    if (!operand) return tl::unexpected{operand.error()};
    return bind_aggregate(expression, std::move(*operand));
}

Result<GroupColumn> GroupColumns::bind_aggregate(
    const soql::Expression& expression, soql::BoundOperand operand
) const {
    GroupColumn column;
    column.aggregate = expression.aggregate;
    column.operand = std::move(operand);
    column.type = result_type(column.aggregate, column.operand.type);
    const bool of_key =
        column.aggregate == Aggregate::none || column.aggregate == Aggregate::grouping;
    if (of_key) {
        GroupColumn key = column;
        key.aggregate = Aggregate::none;
        const auto found = find(key);
        if (!found) {
            return fail_about(
                expression, "Field must be grouped or aggregated: " + column.operand.canonical
            );
        }
        if (column.aggregate == Aggregate::grouping && grouping_ == soql::Grouping::plain) {
            return fail_about(
                expression, "GROUPING() can be used only with GROUP BY ROLLUP or GROUP BY CUBE"
            );
        }
        column.key = *found;
    } else if (!takes(column.aggregate, column.operand)) {
        return fail_about(
            expression,
            fmt::format(
                "field {} does not support aggregate operator {}",
                column.operand.canonical,
                name_of(column.aggregate)
            )
        );
    }
    return column;
}

Result<std::size_t> GroupColumns::column_of(const soql::Expression& expression) {
    auto column = bind_column(expression);
    if (!column) return tl::unexpected{column.error()};
    if (const auto known = find(*column)) return *known;
    columns_.push_back(std::move(*column));
    return columns_.size() - 1;
}

Result<void> GroupColumns::add_all(const soql::Condition& condition) {
    if (condition.kind == soql::Condition::Kind::compare) {
        const auto column = column_of(condition.operand);
        return column ? Result<void>{} : tl::unexpected{column.error()};
    }
    for (const soql::Condition& part : condition.parts) {
        if (auto added = add_all(part); !added) return added;
    }
    return {};
}

Result<soql::BoundOperand> GroupColumns::bind(const soql::Expression& expression) const {
    auto column = bind_column(expression);
    if (!column) return tl::unexpected{column.error()};
    const auto number = find(*column);
    ROWLOCK_ASSERT(number.has_value());
    soql::BoundOperand operand;
    operand.own_field = static_cast<FieldNo>(*number);
    operand.type = column->type;
    operand.canonical = column->operand.canonical;
    return operand;
}

}  // namespace rowlock
