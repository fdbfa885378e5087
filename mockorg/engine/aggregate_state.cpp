#include "mockorg/engine/aggregate_state.hpp"

#include "mockorg/engine/value_order.hpp"

#include <algorithm>

namespace rowlock {
namespace {

std::vector<Value> without_doubles(const RecordReader& records, std::vector<Value> values) {
    std::sort(values.begin(), values.end(), [&](const Value& a, const Value& b) {
        return compare_values(records, a, b) < 0;
    });
    const auto end = std::unique(values.begin(), values.end(), [&](const Value& a, const Value& b) {
        return compare_values(records, a, b) == 0;
    });
    values.erase(end, values.end());
    return values;
}

}  // namespace

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
            seen_.push_back(value);
            drop_doubles(records);
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

/// Memory grows with the distinct values, not with the rows.
void AggregateState::drop_doubles(const RecordReader& records) {
    if (seen_.size() < seen_max_) return;
    seen_ = without_doubles(records, std::move(seen_));
    seen_max_ = std::max(seen_max_, seen_.size() * 2);
}

void AggregateState::merge(const RecordReader& records, const AggregateState& other) {
    count_ += other.count_;
    sum_ += other.sum_;
    if (!other.extreme_.is_null()) keep_extreme(records, other.extreme_);
    seen_.insert(seen_.end(), other.seen_.begin(), other.seen_.end());
    if (aggregate_ == soql::Aggregate::count_distinct) drop_doubles(records);
}

Value AggregateState::result(const RecordReader& records) const {
    switch (aggregate_) {
        case soql::Aggregate::count:
            return Value::of_number(static_cast<double>(count_));
        case soql::Aggregate::count_distinct:
            return Value::of_number(static_cast<double>(without_doubles(records, seen_).size()));
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
