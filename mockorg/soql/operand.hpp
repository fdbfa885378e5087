#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/soql/ast.hpp"
#include "mockorg/soql/path.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rowlock::soql {

/// An expression without aggregates, ready to be read off rows: a path, perhaps through a date
/// function.
struct BoundOperand {
    BoundPath path;
    /// The path's one step where it has no more: saves the walk in the everyday case. Always set
    /// where rows are groups, which have no paths.
    std::optional<FieldNo> own_field;
    DateFunction function = DateFunction::none;
    /// Of the value read: the function's, else the path's.
    FieldType type = FieldType::string;
    /// In the describe's own spelling: `Account.Name`, `CALENDAR_YEAR(CreatedDate)`.
    std::string canonical;
};

/// Fails with invalid_field (as bind_path does, or a function the field's type does not take).
Result<BoundOperand> bind_operand(
    const Schema& schema,
    const ObjectType& object,
    const Expression& expression,
    std::string_view source = {}
);

/// Text may point into the operand.
inline Value value_of(
    const BoundOperand& operand, const RowView& row, const RecordReader& records
) {
    const Value value =
        operand.own_field ? row.value(*operand.own_field) : value_at(operand.path, row, records);
    return operand.function == DateFunction::none ? value : apply(operand.function, value);
}

}  // namespace rowlock::soql
