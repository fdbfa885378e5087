#include "mockorg/engine/row_selection.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/soql/predicate.hpp"

#include <algorithm>
#include <optional>

namespace rowlock {
namespace {

using Rows = std::vector<std::uint32_t>;

/// Rows an index offers for one of the condition's equalities; nothing if none helps.
std::optional<Rows> rows_from_index(
    const Store& store,
    const ObjectType& object,
    const soql::Predicate& predicate,
    bool include_deleted
) {
    for (const auto& equality : predicate.equalities()) {
        const Field& field = object.field(equality.field);
        if (field.type == FieldType::id) {
            const auto id = RecordId::parse(equality.text);
            const auto record = id ? store.find(*id) : std::nullopt;
            if (!record || record->object != object.number) return Rows{};
            return Rows{record->row};
        }
        // The text index leaves out deleted rows.
        if (field.external_id && cell_kind(field) == CellKind::text && !include_deleted) {
            return store.find_by_text(object.number, field.number, equality.text, ~std::size_t{0});
        }
    }
    return std::nullopt;
}

/// Order of two values of one field; nulls are the caller's matter.
int compare(const Store& store, const Value& a, const Value& b) {
    const auto three_way = [](const auto& x, const auto& y) {
        return x < y ? -1 : (y < x ? 1 : 0);
    };
    switch (a.kind) {
        case Value::Kind::boolean:
            return three_way(a.boolean, b.boolean);
        case Value::Kind::number:
            return three_way(a.number, b.number);
        case Value::Kind::date:
            return three_way(a.date, b.date);
        case Value::Kind::datetime:
            return three_way(a.datetime, b.datetime);
        case Value::Kind::reference:
            return three_way(store.id_of(a.record), store.id_of(b.record));
        case Value::Kind::text:
            return three_way(to_lower(a.text), to_lower(b.text));
        case Value::Kind::null:
            break;
    }
    return 0;
}

class RowOrder {
public:
    RowOrder(const Store& store, ObjectNo object, const std::vector<soql::OrderBy>& order_by)
        : store_(store), object_(object), order_by_(order_by) {}

    Result<void> bind(std::string_view source) {
        const Schema& schema = store_.schema();
        for (const soql::OrderBy& order : order_by_) {
            auto path = soql::bind_path(schema, schema.object(object_), order.field, source);
            if (!path) return tl::unexpected{path.error()};
            paths_.push_back(std::move(*path));
        }
        return {};
    }

    bool operator()(std::uint32_t a, std::uint32_t b) const {
        const StoredRow row_a{store_, {object_, a}};
        const StoredRow row_b{store_, {object_, b}};
        for (std::size_t i = 0; i < paths_.size(); ++i) {
            const int order =
                order_at(i, value_at(paths_[i], row_a, store_), value_at(paths_[i], row_b, store_));
            if (order != 0) return order < 0;
        }
        return a < b;
    }

private:
    int order_at(std::size_t index, const Value& a, const Value& b) const {
        const soql::OrderBy& order = order_by_[index];
        if (a.is_null() || b.is_null()) {
            if (a.is_null() == b.is_null()) return 0;
            return a.is_null() == order.nulls_last ? 1 : -1;
        }
        const int result = compare(store_, a, b);
        return order.descending ? -result : result;
    }

    const Store& store_;
    ObjectNo object_;
    const std::vector<soql::OrderBy>& order_by_;
    std::vector<soql::BoundPath> paths_;
};

bool visible(const ObjectTable& table, std::uint32_t row, bool include_deleted) {
    const RowState state = table.state(row);
    return state == RowState::live || (include_deleted && state == RowState::deleted);
}

void cut(Rows& rows, const soql::Query& query) {
    const std::size_t offset = std::min<std::size_t>(rows.size(), query.offset.value_or(0));
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(offset));
    if (query.limit && *query.limit < rows.size()) rows.resize(*query.limit);
}

std::uint64_t cut(std::uint64_t count, const soql::Query& query) {
    count -= std::min(count, query.offset.value_or(0));
    return query.limit ? std::min(count, *query.limit) : count;
}

}  // namespace

Result<SelectedRows> select_rows(
    const Store& store, const ObjectType& object, const soql::Query& query, const RunQuery& request
) {
    const bool include_deleted = request.include_deleted || query.all_rows;
    SelectedRows selected;
    const ObjectTable& table = store.table(object.number);
    if (query.count_only && !query.where && !include_deleted) {
        selected.count = cut(table.live_rows(), query);
        return selected;
    }
    std::optional<soql::Predicate> predicate;
    std::optional<Rows> offered;
    if (query.where) {
        auto bound = soql::Predicate::bind(store.schema(), object, *query.where, request.soql);
        if (!bound) return tl::unexpected{bound.error()};
        predicate = std::move(*bound);
        offered = rows_from_index(store, object, *predicate, include_deleted);
    }
    RowOrder order{store, object.number, query.order_by};
    if (auto bound = order.bind(request.soql); !bound) return tl::unexpected{bound.error()};

    const auto take = [&](std::uint32_t row) {
        if (!visible(table, row, include_deleted)) return;
        if (predicate && !predicate->matches(StoredRow{store, {object.number, row}}, store)) return;
        ++selected.count;
        if (!query.count_only) selected.rows.push_back(row);
    };
    if (offered) {
        for (const std::uint32_t row : *offered) take(row);
    } else {
        for (std::uint32_t row = 0; row < table.rows(); ++row) take(row);
    }
    if (!query.order_by.empty()) std::sort(selected.rows.begin(), selected.rows.end(), order);
    cut(selected.rows, query);
    selected.count = query.count_only ? cut(selected.count, query) : selected.rows.size();
    return selected;
}

}  // namespace rowlock
