#include "mockorg/engine/semi_joins.hpp"

#include "mockorg/engine/row_search.hpp"
#include "mockorg/soql/error_text.hpp"
#include "mockorg/soql/path.hpp"
#include "mockorg/soql/predicate.hpp"

#include <fmt/core.h>

#include <utility>

namespace rowlock {
namespace {

struct BoundSubquery {
    const ObjectType* object = nullptr;
    soql::BoundPath path;
};

Result<BoundSubquery> bind_subquery(
    const Schema& schema, const soql::Query& query, std::string_view source
) {
    const auto object = soql::bind_object(schema, query, source);
    if (!object) return tl::unexpected{object.error()};
    const soql::FieldPath& field = query.items.front().operand.field;
    auto path = soql::bind_path(schema, **object, field, source);
    if (!path) return tl::unexpected{path.error()};
    const bool is_id =
        !path->names_object && (path->type == FieldType::id || path->type == FieldType::reference);
    if (!is_id) {
        return soql::fail_at(
            source,
            field.position,
            ErrorCode::malformed_query,
            fmt::format(
                "The selected field '{}' in the subquery must be an id or a reference",
                path->canonical
            )
        );
    }
    return BoundSubquery{*object, std::move(*path)};
}

}  // namespace

Result<std::shared_ptr<const soql::RecordSet>> StoreSemiJoins::find(const soql::Query& subquery
) const {
    const auto bound = bind_subquery(scope_.schema(), subquery, scope_.source);
    if (!bound) return tl::unexpected{bound.error()};
    RowSearch search{scope_, *bound->object};
    if (auto fine = search.bind(subquery.where); !fine) return tl::unexpected{fine.error()};
    auto found = std::make_shared<soql::RecordSet>();
    search.run({}, [&](std::uint32_t row) {
        const StoredRow stored{scope_.store, {bound->object->number, row}};
        const Value value = value_at(bound->path, stored, scope_.store);
        if (value.kind == Value::Kind::reference) found->add(value.record);
        return true;
    });
    return found;
}

Result<std::shared_ptr<const soql::RecordSet>> CheckedSemiJoins::find(const soql::Query& subquery
) const {
    const auto bound = bind_subquery(schema_, subquery, source_);
    if (!bound) return tl::unexpected{bound.error()};
    if (subquery.where) {
        const auto where = soql::Predicate::bind(
            schema_, *bound->object, *subquery.where, {source_, std::int64_t{0}, this}
        );
        if (!where) return tl::unexpected{where.error()};
    }
    return std::make_shared<const soql::RecordSet>();
}

}  // namespace rowlock
