#include "mockorg/engine/groups.hpp"

#include "mockorg/engine/value_order.hpp"

#include <algorithm>
#include <numeric>

namespace rowlock {
namespace {

using soql::Aggregate;

bool is_computed(const GroupColumn& column) {
    return column.aggregate != Aggregate::none && column.aggregate != Aggregate::grouping;
}

}  // namespace

Groups::Groups(const Store& store, const GroupColumns& columns)
    : store_(store), columns_(columns), row_keys_(columns.keys()) {}

bool Groups::same(const Group& group, const std::vector<Value>& keys, std::uint32_t summed) const {
    if (group.summed != summed) return false;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (compare_values(store_, group.keys[i], keys[i]) != 0) return false;
    }
    return true;
}

Groups::Group& Groups::group_of(const std::vector<Value>& keys, std::uint32_t summed) {
    std::size_t hash = summed;
    for (const Value& key : keys) hash = hash * 31 + hash_value(key);
    const auto [begin, end] = by_hash_.equal_range(hash);
    for (auto entry = begin; entry != end; ++entry) {
        if (same(groups_[entry->second], keys, summed)) return groups_[entry->second];
    }
    by_hash_.emplace(hash, groups_.size());
    Group& group = groups_.emplace_back();
    group.keys = keys;
    group.summed = summed;
    for (const GroupColumn& column : columns_.all()) {
        if (is_computed(column)) group.states.emplace_back(column.aggregate);
    }
    return group;
}

void Groups::add(const RowView& row) {
    for (std::size_t i = 0; i < row_keys_.size(); ++i) {
        row_keys_[i] = value_of(columns_.all()[i].operand, row, store_);
    }
    Group& group = group_of(row_keys_, 0);
    std::size_t state = 0;
    for (const GroupColumn& column : columns_.all()) {
        if (!is_computed(column)) continue;
        group.states[state++].add(store_, value_of(column.operand, row, store_));
    }
}

void Groups::add_empty() {
    if (groups_.empty()) group_of({}, 0);
}

void Groups::add_subtotals(soql::Grouping grouping) {
    if (grouping == soql::Grouping::plain) return;
    const std::size_t groups = groups_.size();
    const std::uint32_t all = (std::uint32_t{1} << columns_.keys()) - 1;
    if (grouping == soql::Grouping::rollup) {
        for (std::size_t kept = columns_.keys(); kept-- > 0;) {
            add_subtotal(groups, all & ~((std::uint32_t{1} << kept) - 1));
        }
        return;
    }
    for (std::uint32_t summed = 1; summed <= all; ++summed) add_subtotal(groups, summed);
}

void Groups::add_subtotal(std::size_t groups, std::uint32_t summed) {
    for (std::size_t i = 0; i < groups; ++i) {
        std::vector<Value> keys = groups_[i].keys;
        for (std::size_t key = 0; key < keys.size(); ++key) {
            if ((summed >> key & 1U) != 0) keys[key] = Value::of_null();
        }
        Group& subtotal = group_of(keys, summed);
        // Looked up again: the list may have grown.
        const Group& part = groups_[i];
        for (std::size_t state = 0; state < part.states.size(); ++state) {
            subtotal.states[state].merge(store_, part.states[state]);
        }
    }
}

bool Groups::before(const Group& a, const Group& b) const {
    for (std::size_t key = 0; key < columns_.keys(); ++key) {
        const bool a_summed = (a.summed >> key & 1U) != 0;
        const bool b_summed = (b.summed >> key & 1U) != 0;
        if (a_summed != b_summed) return b_summed;
        const int order = compare_values(store_, a.keys[key], b.keys[key]);
        if (order != 0) return order < 0;
    }
    return false;
}

Groups::Row Groups::finished(const Group& group) const {
    Row row;
    std::size_t state = 0;
    for (const GroupColumn& column : columns_.all()) {
        if (column.aggregate == Aggregate::grouping) {
            row.values_.push_back(Value::of_number(group.summed >> column.key & 1U));
        } else if (column.aggregate == Aggregate::none) {
            row.values_.push_back(group.keys[column.key]);
        } else {
            row.values_.push_back(group.states[state++].result(store_));
        }
    }
    return row;
}

std::vector<Groups::Row> Groups::finish() const {
    std::vector<std::size_t> order(groups_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return before(groups_[a], groups_[b]);
    });
    std::vector<Row> rows;
    rows.reserve(order.size());
    for (const std::size_t group : order) rows.push_back(finished(groups_[group]));
    return rows;
}

}  // namespace rowlock
