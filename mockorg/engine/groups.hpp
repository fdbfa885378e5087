#pragma once

#include "mockorg/engine/aggregate_state.hpp"
#include "mockorg/engine/group_columns.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rowlock {

/// The groups of records that an aggregate query makes, while it runs: known by their numbers from
/// 0 on. Text points into the store or the columns, which must outlive it.
class Groups {
public:
    Groups(const Store& store, const GroupColumns& columns);

    std::size_t size() const { return summed_.size(); }

    /// Puts the record into its group.
    void add(const RowView& row);

    /// Adds a group over all records that are in none: an overall aggregate of no records.
    void add_empty();

    /// Adds the subtotals of ROLLUP or CUBE.
    void add_subtotals(soql::Grouping grouping);

    /// A group as a row: a value for each column. Valid until another group is added.
    class Row final : public RowView {
    public:
        Row(const Groups& groups, std::size_t group) : groups_(groups), group_(group) {}

        Value value(FieldNo column) const override;

    private:
        const Groups& groups_;
        std::size_t group_;
    };

    /// In the order of their fields, a subtotal behind what it sums up. No two groups are equal.
    bool before(std::size_t a, std::size_t b) const;

private:
    std::size_t group_of(const std::vector<Value>& keys, std::uint32_t summed);
    bool same(std::size_t group, const std::vector<Value>& keys, std::uint32_t summed) const;
    void add_subtotal(std::size_t groups, std::uint32_t summed);
    void grow();

    const Value* keys_of(std::size_t group) const {
        return keys_.data() + group * row_keys_.size();
    }

    const Store& store_;
    const GroupColumns& columns_;
    /// Of each column: its place among the states of a group; only where it has one.
    std::vector<std::size_t> state_places_;
    std::size_t states_per_group_ = 0;
    // Of each group, group after group: its fields' values; bit n set: the nth field is summed up;
    // hash of both; what was seen of it.
    std::vector<Value> keys_;
    std::vector<std::uint32_t> summed_;
    std::vector<std::size_t> hashes_;
    std::vector<AggregateState> states_;
    /// Number + 1 of a group by its hash, 0 where there is none; sized by a power of two.
    std::vector<std::uint32_t> slots_;
    std::vector<Value> row_keys_;
};

}  // namespace rowlock
