#include "mockorg/soql/semi_join_types.hpp"

#include "mockorg/soql/error_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace rowlock::soql {
namespace {

/// The objects whose ids a path may find; none if nobody knows, as of a reference whose targets the
/// schema lacks.
std::vector<ObjectNo> objects_behind(const Schema& schema, const BoundPath& path) {
    std::vector<ObjectNo> objects;
    for (const PathStep::Entry& entry : path.steps.back().fields) {
        const Field& field = schema.object(entry.object).field(entry.field);
        if (field.type == FieldType::id) objects.push_back(entry.object);
        objects.insert(objects.end(), field.reference_to.begin(), field.reference_to.end());
    }
    return objects;
}

bool may_meet(const Schema& schema, const BoundPath& a, const BoundPath& b) {
    const std::vector<ObjectNo> of_a = objects_behind(schema, a);
    const std::vector<ObjectNo> of_b = objects_behind(schema, b);
    if (of_a.empty() || of_b.empty()) return true;
    return std::find_first_of(of_a.begin(), of_a.end(), of_b.begin(), of_b.end()) != of_a.end();
}

}  // namespace

/// [code and text: client]
Result<void> check_joined_type(
    const Schema& schema,
    const Condition& condition,
    const BoundOperand& operand,
    std::string_view source
) {
    const Query& subquery = *condition.subquery;
    const auto object = bind_object(schema, subquery, source);
    if (!object) return Failure{object.error()};
    const auto selected = bind_path(schema, **object, subquery.items.front().operand.field, source);
    if (!selected) return Failure{selected.error()};
    if (may_meet(schema, operand.path, *selected)) return {};
    return fail_at(
        source,
        condition.operand.position,
        ErrorCode::malformed_query,
        fmt::format(
            "The selected field '{}' in the subquery and the left operand field in the where "
            "expression in the outer query '{}' should point to the same object type",
            selected->canonical,
            operand.canonical
        )
    );
}

}  // namespace rowlock::soql
