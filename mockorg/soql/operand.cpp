#include "mockorg/soql/operand.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/soql/error_text.hpp"

#include <fmt/format.h>

#include <utility>

namespace rowlock::soql {

Result<BoundOperand> bind_operand(
    const Schema& schema,
    const ObjectType& object,
    const Expression& expression,
    std::string_view source
) {
    ROWLOCK_ASSERT(expression.aggregate == Aggregate::none);
    Result<BoundPath> path = bind_path(schema, object, expression.field, source);
    if (!path) return Failure{path.error()};
    BoundOperand operand;
    operand.path = *std::move(path);
    operand.type = operand.path.type;
    operand.canonical = operand.path.canonical;
    if (operand.path.steps.size() == 1 && !operand.path.names_object) {
        operand.own_field = operand.path.steps.front().fields.front().field;
    }
    if (expression.function == DateFunction::none) return operand;
    const std::string_view name = name_of(expression.function);
    if (operand.path.names_object || !takes(expression.function, operand.path.type)) {
        return fail_at(
            source,
            expression.position,
            ErrorCode::invalid_field,
            fmt::format("field {} does not support {}", operand.path.canonical, name)
        );
    }
    operand.function = expression.function;
    operand.type = type_of(expression.function);
    operand.canonical = fmt::format("{}({})", name, operand.path.canonical);
    return operand;
}

}  // namespace rowlock::soql
