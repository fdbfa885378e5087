#pragma once

#include "mockorg/schema/record_reader.hpp"
#include "mockorg/soql/functions.hpp"

#include <cstdint>
#include <memory>

namespace rowlock {

/// What one aggregate function has seen of a group so far. Nulls do not count. Text points into the
/// records' owner.
class AggregateState {
public:
    explicit AggregateState(soql::Aggregate aggregate);
    AggregateState(AggregateState&&) noexcept;
    AggregateState& operator=(AggregateState&&) noexcept;
    ~AggregateState();

    void add(const RecordReader& records, const Value& value);

    /// Takes in what another group has seen.
    void merge(const RecordReader& records, const AggregateState& other);

    /// A number for COUNT, COUNT_DISTINCT, SUM and AVG; null for the last two and for MIN and MAX
    /// if there was nothing but nulls.
    Value result() const;

private:
    struct Distinct;

    void keep_extreme(const RecordReader& records, const Value& value);
    void keep_distinct(const RecordReader& records, const Value& value);

    soql::Aggregate aggregate_;
    std::uint64_t count_ = 0;
    double sum_ = 0.0;
    Value extreme_;
    /// count_distinct only, once there is a value.
    std::unique_ptr<Distinct> distinct_;
};

}  // namespace rowlock
