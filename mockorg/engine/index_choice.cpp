#include "mockorg/engine/index_choice.hpp"

#include "mockorg/engine/semi_joins.hpp"
#include "mockorg/schema/setup_objects.hpp"
#include "mockorg/soql/predicate.hpp"
#include "mockorg/store/cell.hpp"

#include <algorithm>
#include <set>

namespace rowlock {
namespace {

using KeyDemand = soql::Predicate::KeyDemand;
using Fields = std::set<FieldNo>;

bool points_to_user(const Schema& schema, const Field& field) {
    const ObjectNo user = schema.find("User")->number;
    return std::find(field.reference_to.begin(), field.reference_to.end(), user) !=
           field.reference_to.end();
}

Fields fields_of(const Schema& schema, const ObjectType& object, const KeyDemand& demand) {
    if (demand.kind == KeyDemand::Kind::test) {
        const IndexKind index = index_of(schema, object.field(demand.test.field));
        const bool is_join_on_key = demand.test.records != nullptr && index == IndexKind::key;
        if (index == IndexKind::none || is_join_on_key) return {};
        return {demand.test.field};
    }
    Fields all;
    for (const KeyDemand& part : demand.parts) {
        Fields fields = fields_of(schema, object, part);
        // Alternatives without an index have to be looked for everywhere.
        if (fields.empty() && demand.kind == KeyDemand::Kind::any_of) return {};
        all.merge(fields);
    }
    return all;
}

}  // namespace

IndexKind index_of(const Schema& schema, const Field& field) {
    if (field.type == FieldType::id) return IndexKind::id;
    const CellKind kind = cell_kind(field);
    if (kind == CellKind::reference)
        return points_to_user(schema, field) ? IndexKind::none : IndexKind::reference;
    const bool is_key = field.external_id && (kind == CellKind::number || kind == CellKind::text);
    return is_key ? IndexKind::key : IndexKind::none;
}

std::vector<std::string> fields_leading_to_rows(
    const Schema& own, const soql::Query& query, std::string_view source
) {
    const Schema& schema = own.find(query.object) != nullptr ? own : *setup_schema();
    const ObjectType* object = schema.find(query.object);
    if (object == nullptr || !query.where) return {};
    // Which day it is changes nothing about the fields.
    constexpr std::int64_t k_any_day = 0;
    const CheckedSemiJoins joins{schema, source};
    const auto predicate =
        soql::Predicate::bind(schema, *object, *query.where, {source, k_any_day, &joins});
    const auto demand = predicate ? predicate->key_demand() : std::nullopt;
    if (!demand) return {};
    std::vector<std::string> names;
    for (const FieldNo field : fields_of(schema, *object, *demand))
        names.push_back(object->field(field).name);
    return names;
}

}  // namespace rowlock
