#pragma once

#include "mockorg/engine/aggregate_state.hpp"
#include "mockorg/engine/group_columns.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace rowlock {

/// The groups of records that an aggregate query makes, while it runs. Text points into the store
/// or the columns, which must outlive it.
class Groups {
public:
    Groups(const Store& store, const GroupColumns& columns);

    /// Puts the record into its group.
    void add(const RowView& row);

    /// Adds a group over all records that are in none: an overall aggregate of no records.
    void add_empty();

    /// Adds the subtotals of ROLLUP or CUBE.
    void add_subtotals(soql::Grouping grouping);

    /// A finished group: a value for each column.
    class Row final : public RowView {
    public:
        Value value(FieldNo column) const override {
            return values_[static_cast<std::size_t>(column)];
        }

    private:
        friend class Groups;
        std::vector<Value> values_;
    };

    /// In the order of their fields, a subtotal behind what it sums up.
    std::vector<Row> finish() const;

private:
    struct Group {
        std::vector<Value> keys;
        /// Bit n: the nth field is summed up.
        std::uint32_t summed = 0;
        std::vector<AggregateState> states;
    };

    Group& group_of(const std::vector<Value>& keys, std::uint32_t summed);
    bool same(const Group& group, const std::vector<Value>& keys, std::uint32_t summed) const;
    bool before(const Group& a, const Group& b) const;
    void add_subtotal(std::size_t groups, std::uint32_t summed);
    Row finished(const Group& group) const;

    const Store& store_;
    const GroupColumns& columns_;
    std::vector<Group> groups_;
    /// Numbers of groups by the hash of their keys.
    std::unordered_multimap<std::size_t, std::size_t> by_hash_;
    std::vector<Value> row_keys_;
};

}  // namespace rowlock
