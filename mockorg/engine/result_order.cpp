#include "mockorg/engine/result_order.hpp"

#include "mockorg/base/folded_text.hpp"
#include "mockorg/engine/parent_ranks.hpp"
#include "mockorg/engine/table_row.hpp"
#include "mockorg/engine/value_order.hpp"
#include "mockorg/soql/error_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <utility>

namespace rowlock {

/// The beginning of a value in 16 bytes, so that the order of most values shows without a look at
/// them. Nulls have their own side.
struct SortKey {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    std::uint32_t row = 0;
    /// 0 before all others, 2 behind them.
    std::uint8_t side = 1;
    /// Whether the 16 bytes say all there is about the value.
    bool is_whole = true;
};

namespace {

/// As describe answers of real orgs say `sortable`.
bool is_sortable(const soql::BoundOperand& operand) {
    if (operand.path.names_object || operand.function != soql::DateFunction::none) return true;
    const bool long_text = operand.type == FieldType::textarea && !operand.path.field->filterable;
    return !long_text && operand.type != FieldType::multipicklist &&
           operand.type != FieldType::address && operand.type != FieldType::complexvalue;
}

constexpr std::uint64_t k_highest_bit = std::uint64_t{1} << 63U;

std::uint64_t ordered_bits(double number) {
    const auto bits = std::bit_cast<std::uint64_t>(number + 0.0);
    return (bits & k_highest_bit) != 0 ? ~bits : bits | k_highest_bit;
}

std::uint64_t ordered_bits(std::int64_t number) {
    return static_cast<std::uint64_t>(number) ^ k_highest_bit;
}

/// The first 16 bytes, zeros behind the end. Zeros of the text's own could be taken for these.
template <class Fold>
void set_text(SortKey& key, std::string_view text, const Fold& fold) {
    constexpr std::size_t k_bytes = sizeof key.first;
    for (std::size_t i = 0; i < 2 * k_bytes; ++i) {
        const char c = i < text.size() ? fold(text[i]) : '\0';
        std::uint64_t& bits = i < k_bytes ? key.first : key.second;
        bits = bits << 8U | static_cast<unsigned char>(c);
        if (i < text.size() && c == '\0') key.is_whole = false;
    }
    if (text.size() > 2 * k_bytes) key.is_whole = false;
}

void set_folded_text(SortKey& key, std::string_view text) {
    // Folding makes no character less than half as long: this leaves more than the key takes.
    constexpr std::size_t k_enough = 64;
    if (is_ascii(text.substr(0, k_enough)))
        return set_text(key, text, [](char c) { return to_lower(c); });
    set_text(key, fold_case(text.substr(0, k_enough)), [](char c) { return c; });
}

/// Never in another order than compare_in_order() has; what it cannot tell apart is equal.
SortKey sort_key(
    const RecordReader& records, const Value& value, bool descending, bool nulls_last
) {
    SortKey key;
    switch (value.kind) {
        case Value::Kind::null:
            key.side = nulls_last ? 2 : 0;
            return key;
        case Value::Kind::boolean:
            key.first = value.boolean ? 1 : 0;
            break;
        case Value::Kind::number:
            key.first = ordered_bits(value.number);
            break;
        case Value::Kind::date:
            key.first = ordered_bits(std::int64_t{value.date});
            break;
        case Value::Kind::datetime:
            key.first = ordered_bits(value.datetime);
            break;
        case Value::Kind::text:
            set_folded_text(key, value.text);
            break;
        case Value::Kind::reference:
            set_text(key, records.id_of(value.record).short_text(), [](char c) { return c; });
            break;
    }
    if (descending) {
        key.first = ~key.first;
        key.second = ~key.second;
    }
    return key;
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
        // A field that is named again tells no more rows apart.
        const bool is_known =
            std::any_of(bound.keys_.begin(), bound.keys_.end(), [&](const Key& key) {
                return key.operand.canonical == operand->canonical;
            });
        if (is_known) continue;
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

/// The column of references that the first key's path begins with; nothing if it is no such path.
std::optional<FieldNo> ResultOrder::ranked_by(const Store& store) const {
    const soql::BoundOperand& by = keys_.front().operand;
    if (by.own_field) return std::nullopt;
    return store.stored_in(object_, by.path.steps.front().fields.front().field);
}

std::vector<SortKey> ResultOrder::keys_of_values(
    const Store& store, const std::vector<std::uint32_t>& rows
) const {
    const Key& by = keys_.front();
    TableRow current{store, store.schema().object(object_)};
    std::vector<SortKey> keys;
    keys.reserve(rows.size());
    for (const std::uint32_t row : rows) {
        current.go_to(row);
        const Value value = value_of(by.operand, current, store);
        keys.push_back(sort_key(store, value, by.descending, by.nulls_last));
        keys.back().row = row;
    }
    return keys;
}

/// What a path leads to is put in order once; rows are sorted by the places their parents have.
std::vector<SortKey> ResultOrder::keys_of_ranks(
    const Store& store, const std::vector<std::uint32_t>& rows, FieldNo column
) const {
    const Key& by = keys_.front();
    const RowsByParent by_parent = rows_by_parent(store.table(object_), column, rows);
    TableRow current{store, store.schema().object(object_)};
    std::vector<Value> values;
    values.reserve(by_parent.examples.size());
    for (const std::uint32_t example : by_parent.examples) {
        current.go_to(example);
        values.push_back(value_of(by.operand, current, store));
    }
    const auto compare = [&](std::uint32_t a, std::uint32_t b) {
        return compare_in_order(store, values[a], values[b], by.descending, by.nulls_last);
    };
    const std::vector<std::uint32_t> ranks = ranks_of(values.size(), compare);
    std::vector<SortKey> keys(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        keys[i].first = ranks[by_parent.parents[i]];
        keys[i].row = rows[i];
    }
    return keys;
}

void ResultOrder::sort(const Store& store, std::vector<std::uint32_t>& rows, std::uint64_t needed)
    const {
    const bool is_only = keys_.size() == 1;
    const auto column = ranked_by(store);
    std::vector<SortKey> keys =
        column ? keys_of_ranks(store, rows, *column) : keys_of_values(store, rows);
    const auto before = [&](const SortKey& a, const SortKey& b) {
        if (a.side != b.side) return a.side < b.side;
        if (a.first != b.first) return a.first < b.first;
        if (a.second != b.second) return a.second < b.second;
        if (is_only && a.is_whole && b.is_whole) return a.row < b.row;
        return less(store, a.row, b.row);
    };
    const auto sorted = static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(needed, rows.size()));
    // Sorting all of them is quicker unless few are wanted.
    if (needed / 8 < rows.size() / 64) {
        std::partial_sort(keys.begin(), keys.begin() + sorted, keys.end(), before);
    } else {
        std::sort(keys.begin(), keys.end(), before);
    }
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = keys[i].row;
}

}  // namespace rowlock
