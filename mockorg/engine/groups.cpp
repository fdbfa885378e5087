#include "mockorg/engine/groups.hpp"

#include "mockorg/engine/value_order.hpp"

#include <algorithm>

namespace rowlock {
namespace {

using soql::Aggregate;

constexpr std::size_t k_first_slots = 64;

bool is_computed(const GroupColumn& column) {
    return column.aggregate != Aggregate::none && column.aggregate != Aggregate::grouping;
}

}  // namespace

Groups::Groups(const Store& store, const GroupColumns& columns)
    : store_(store), columns_(columns), slots_(k_first_slots), row_keys_(columns.keys()) {
    for (const GroupColumn& column : columns.all()) {
        state_places_.push_back(states_per_group_);
        if (is_computed(column)) ++states_per_group_;
    }
}

bool Groups::same(std::size_t group, const std::vector<Value>& keys, std::uint32_t summed) const {
    if (summed_[group] != summed) return false;
    return std::equal(keys.begin(), keys.end(), keys_of(group), [&](const auto& a, const auto& b) {
        return compare_values(store_, a, b) == 0;
    });
}

std::size_t Groups::group_of(const std::vector<Value>& keys, std::uint32_t summed) {
    std::size_t hash = summed;
    for (const Value& key : keys) hash = hash * 31 + hash_value(key);
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = hash & mask;
    for (; slots_[slot] != 0; slot = (slot + 1) & mask) {
        const std::size_t group = slots_[slot] - 1;
        if (hashes_[group] == hash && same(group, keys, summed)) return group;
    }
    slots_[slot] = static_cast<std::uint32_t>(size() + 1);
    keys_.insert(keys_.end(), keys.begin(), keys.end());
    summed_.push_back(summed);
    hashes_.push_back(hash);
    for (const GroupColumn& column : columns_.all()) {
        if (is_computed(column)) states_.emplace_back(column.aggregate);
    }
    if (size() * 2 > slots_.size()) grow();
    return size() - 1;
}

void Groups::grow() {
    slots_.assign(slots_.size() * 2, 0);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t group = 0; group < size(); ++group) {
        std::size_t slot = hashes_[group] & mask;
        while (slots_[slot] != 0) slot = (slot + 1) & mask;
        slots_[slot] = static_cast<std::uint32_t>(group + 1);
    }
}

void Groups::add(const RowView& row) {
    for (std::size_t i = 0; i < row_keys_.size(); ++i) {
        row_keys_[i] = value_of(columns_.all()[i].operand, row, store_);
    }
    std::size_t state = group_of(row_keys_, 0) * states_per_group_;
    for (const GroupColumn& column : columns_.all()) {
        if (!is_computed(column)) continue;
        states_[state++].add(store_, value_of(column.operand, row, store_));
    }
}

void Groups::add_empty() {
    if (size() == 0) group_of(row_keys_, 0);
}

void Groups::add_subtotals(soql::Grouping grouping) {
    if (grouping == soql::Grouping::plain) return;
    const std::size_t groups = size();
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
    std::vector<Value> keys(columns_.keys());
    for (std::size_t group = 0; group < groups; ++group) {
        for (std::size_t key = 0; key < keys.size(); ++key) {
            keys[key] = (summed >> key & 1U) != 0 ? Value::of_null() : keys_of(group)[key];
        }
        const std::size_t subtotal = group_of(keys, summed) * states_per_group_;
        const std::size_t part = group * states_per_group_;
        for (std::size_t state = 0; state < states_per_group_; ++state) {
            states_[subtotal + state].merge(store_, states_[part + state]);
        }
    }
}

bool Groups::before(std::size_t a, std::size_t b) const {
    for (std::size_t key = 0; key < columns_.keys(); ++key) {
        const bool a_summed = (summed_[a] >> key & 1U) != 0;
        const bool b_summed = (summed_[b] >> key & 1U) != 0;
        if (a_summed != b_summed) return b_summed;
        const int order = compare_values(store_, keys_of(a)[key], keys_of(b)[key]);
        if (order != 0) return order < 0;
    }
    return false;
}

Value Groups::Row::value(FieldNo column_no) const {
    const auto number = static_cast<std::size_t>(column_no);
    const GroupColumn& column = groups_.columns_.all()[number];
    if (column.aggregate == Aggregate::grouping)
        return Value::of_number(groups_.summed_[group_] >> column.key & 1U);
    if (column.aggregate == Aggregate::none) return groups_.keys_of(group_)[column.key];
    const std::size_t first = group_ * groups_.states_per_group_;
    return groups_.states_[first + groups_.state_places_[number]].result();
}

}  // namespace rowlock
