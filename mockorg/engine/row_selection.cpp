#include "mockorg/engine/row_selection.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/soql/predicate.hpp"

#include <algorithm>
#include <optional>
#include <utility>

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

/// A query's condition, ready to be asked of rows.
class Search {
public:
    Search(const Store& store, const ObjectType& object, bool include_deleted)
        : store_(store), object_(object), include_deleted_(include_deleted) {}

    Result<void> bind(const soql::Query& query, std::string_view source) {
        if (!query.where) return {};
        auto bound = soql::Predicate::bind(store_.schema(), object_, *query.where, source);
        if (!bound) return tl::unexpected{bound.error()};
        predicate_ = std::move(*bound);
        offered_ = rows_from_index(store_, object_, *predicate_, include_deleted_);
        return {};
    }

    /// Calls `take(row)` for each row found, in ascending order, until it returns false.
    template <class Take>
    void run(RowRange range, const Take& take) const {
        if (offered_) {
            for (const std::uint32_t row : *offered_) {
                if (row < range.first || row >= range.end) continue;
                if (finds(row) && !take(row)) return;
            }
            return;
        }
        const std::uint32_t end = std::min(range.end, store_.table(object_.number).rows());
        for (std::uint32_t row = range.first; row < end; ++row) {
            if (finds(row) && !take(row)) return;
        }
    }

private:
    bool finds(std::uint32_t row) const {
        if (!visible(store_.table(object_.number), row, include_deleted_)) return false;
        return !predicate_ || predicate_->matches(StoredRow{store_, {object_.number, row}}, store_);
    }

    const Store& store_;
    const ObjectType& object_;
    bool include_deleted_;
    std::optional<soql::Predicate> predicate_;
    std::optional<Rows> offered_;
};

void cut(Rows& rows, const soql::Query& query) {
    const std::size_t offset = std::min<std::size_t>(rows.size(), query.offset.value_or(0));
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(offset));
    if (query.limit && *query.limit < rows.size()) rows.resize(*query.limit);
}

std::uint64_t cut(std::uint64_t count, const soql::Query& query) {
    count -= std::min(count, query.offset.value_or(0));
    return query.limit ? std::min(count, *query.limit) : count;
}

/// The rows found in the order of the table, without those that OFFSET and LIMIT leave out.
RowList rows_in_table_order(const Search& search, const soql::Query& query, RowRange range) {
    RowList rows;
    std::uint64_t skip = query.offset.value_or(0);
    const std::uint64_t limit = query.limit.value_or(~std::uint64_t{0});
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

Result<std::uint64_t> count_rows(
    const Store& store, const ObjectType& object, const soql::Query& query, const RunQuery& request
) {
    const bool include_deleted = request.include_deleted || query.all_rows;
    if (!query.where && !include_deleted) return cut(store.table(object.number).live_rows(), query);
    Search search{store, object, include_deleted};
    if (auto bound = search.bind(query, request.soql); !bound) {
        return tl::unexpected{bound.error()};
    }
    std::uint64_t count = 0;
    search.run({}, [&](std::uint32_t) {
        ++count;
        return true;
    });
    return cut(count, query);
}

}  // namespace

Result<std::vector<soql::BoundPath>> bind_selected(
    const Schema& schema,
    const ObjectType& object,
    const soql::Query& query,
    std::string_view source
) {
    std::vector<soql::BoundPath> columns;
    for (const soql::FieldPath& field : query.fields) {
        auto path = soql::bind_path(schema, object, field, source);
        if (!path) return tl::unexpected{path.error()};
        columns.push_back(std::move(*path));
    }
    return columns;
}

Result<RowList> select_row_list(
    const Store& store,
    const ObjectType& object,
    const soql::Query& query,
    std::string_view source,
    bool include_deleted,
    RowRange range
) {
    Search search{store, object, include_deleted || query.all_rows};
    if (auto bound = search.bind(query, source); !bound) return tl::unexpected{bound.error()};
    if (query.order_by.empty()) return rows_in_table_order(search, query, range);
    RowOrder order{store, object.number, query.order_by};
    if (auto bound = order.bind(source); !bound) return tl::unexpected{bound.error()};
    RowList found;
    search.run(range, [&](std::uint32_t row) {
        found.add_ascending(row);
        return true;
    });
    Rows rows = found.to_vector();
    std::sort(rows.begin(), rows.end(), order);
    cut(rows, query);
    return RowList{std::move(rows)};
}

Result<SelectedRows> select_rows(
    const Store& store, const ObjectType& object, const soql::Query& query, const RunQuery& request
) {
    SelectedRows selected;
    if (query.count_only) {
        const auto count = count_rows(store, object, query, request);
        if (!count) return tl::unexpected{count.error()};
        selected.count = *count;
        return selected;
    }
    const auto rows = select_row_list(store, object, query, request.soql, request.include_deleted);
    if (!rows) return tl::unexpected{rows.error()};
    selected.rows = rows->to_vector();
    selected.count = selected.rows.size();
    return selected;
}

}  // namespace rowlock
