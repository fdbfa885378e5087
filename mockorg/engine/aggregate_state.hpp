#pragma once

#include "mockorg/schema/record_reader.hpp"
#include "mockorg/soql/functions.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rowlock {

/// What one aggregate function has seen of a group so far. Nulls do not count. Text points into the
/// records' owner.
class AggregateState {
public:
    explicit AggregateState(soql::Aggregate aggregate) : aggregate_(aggregate) {}

    void add(const RecordReader& records, const Value& value);

    /// Takes in what another group has seen.
    void merge(const RecordReader& records, const AggregateState& other);

    /// A number for COUNT, COUNT_DISTINCT, SUM and AVG; null for the last two and for MIN and MAX
    /// if there was nothing but nulls.
    Value result(const RecordReader& records) const;

private:
    void keep_extreme(const RecordReader& records, const Value& value);
    void drop_doubles(const RecordReader& records);

    soql::Aggregate aggregate_;
    std::uint64_t count_ = 0;
    double sum_ = 0.0;
    Value extreme_;
    /// count_distinct only: with doubles until there are many.
    std::vector<Value> seen_;
    std::size_t seen_max_ = 1024;
};

}  // namespace rowlock
