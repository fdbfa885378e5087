#include "mockorg/engine/aggregate_state.hpp"

#include "mockorg/engine/value_order.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

namespace rowlock {
namespace {

/// With its hash, so that a set that grows needs no look at the records again.
struct HashedValue {
    std::size_t hash;
    Value value;
};

struct HashOfValue {
    std::size_t operator()(const HashedValue& hashed) const { return hashed.hash; }
};

struct SameValue {
    const RecordReader* records;

    bool operator()(const HashedValue& a, const HashedValue& b) const {
        return a.hash == b.hash && compare_values(*records, a.value, b.value) == 0;
    }
};

}  // namespace

/// Memory grows with the distinct values, not with the rows.
struct AggregateState::Distinct {
    explicit Distinct(const RecordReader& records) : values(0, {}, {&records}) {}

    boost::unordered_flat_set<HashedValue, HashOfValue, SameValue> values;
};

AggregateState::AggregateState(soql::Aggregate aggregate) : aggregate_(aggregate) {}

AggregateState::AggregateState(AggregateState&&) noexcept = default;
AggregateState& AggregateState::operator=(AggregateState&&) noexcept = default;
AggregateState::~AggregateState() = default;

void AggregateState::add(const RecordReader& records, const Value& value) {
    if (value.is_null()) return;
    ++count_;
    switch (aggregate_) {
        case soql::Aggregate::sum:
        case soql::Aggregate::avg:
            sum_ += value.number;
            break;
        case soql::Aggregate::min:
        case soql::Aggregate::max:
            keep_extreme(records, value);
            break;
        case soql::Aggregate::count_distinct:
            keep_distinct(records, value);
            break;
        default:
            break;
    }
}

void AggregateState::keep_extreme(const RecordReader& records, const Value& value) {
    const int order = extreme_.is_null() ? 0 : compare_values(records, value, extreme_);
    const bool better = aggregate_ == soql::Aggregate::min ? order < 0 : order > 0;
    if (extreme_.is_null() || better) extreme_ = value;
}

void AggregateState::keep_distinct(const RecordReader& records, const Value& value) {
    if (!distinct_) distinct_ = std::make_unique<Distinct>(records);
    distinct_->values.insert({hash_value(value), value});
}

void AggregateState::merge(const RecordReader& records, const AggregateState& other) {
    count_ += other.count_;
    sum_ += other.sum_;
    if (!other.extreme_.is_null()) keep_extreme(records, other.extreme_);
    if (!other.distinct_) return;
    // order: a set is put into a set.
    for (const HashedValue& each : other.distinct_->values) keep_distinct(records, each.value);
}

Value AggregateState::result() const {
    switch (aggregate_) {
        case soql::Aggregate::count:
            return Value::of_number(static_cast<double>(count_));
        case soql::Aggregate::count_distinct:
            return Value::of_number(
                distinct_ ? static_cast<double>(distinct_->values.size()) : 0.0
            );
        case soql::Aggregate::sum:
            return count_ == 0 ? Value::of_null() : Value::of_number(sum_);
        case soql::Aggregate::avg:
            return count_ == 0 ? Value::of_null()
                               : Value::of_number(sum_ / static_cast<double>(count_));
        default:
            return extreme_;
    }
}

}  // namespace rowlock
