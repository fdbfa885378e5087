#include "harness/rehearse/key_rows.hpp"

#include "harness/rehearse/ordered_batches.hpp"

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {
namespace {

/// What columns that name a parent by its external id begin with: `Account.` for AccountId,
/// `Parent__r.` for Parent__c; empty for what is no reference.
std::string parent_prefix(std::string_view column) {
    const auto without = [&](std::string_view end) {
        return std::string{column.substr(0, column.size() - end.size())};
    };
    const auto ends_with = [&](std::string_view end) {
        return column.size() > end.size() && column.substr(column.size() - end.size()) == end;
    };
    if (ends_with("__c")) return without("__c") + "__r.";
    return ends_with("Id") ? without("Id") + "." : std::string{};
}

bool starts_with(std::string_view text, std::string_view prefix) {
    const auto same_letter = [](unsigned char a, unsigned char b) {
        return std::tolower(a) == std::tolower(b);
    };
    return text.size() >= prefix.size() &&
           std::equal(prefix.begin(), prefix.end(), text.begin(), same_letter);
}

/// The load's column of this field, or the one that names the same parent by an external id.
std::optional<std::size_t> find_load_column(const RowSource& rows, const std::string& field) {
    if (field.empty()) return std::nullopt;
    if (const auto column = rows.find_column(field)) return column;
    const std::string prefix = parent_prefix(field);
    if (prefix.empty()) return std::nullopt;
    const std::vector<std::string>& columns = rows.columns();
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const std::string& name) {
        return starts_with(name, prefix);
    });
    if (found == columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns.begin());
}

/// Tells values of a column apart: a parent by its row, which needs no record id.
void read_value(const RowSource& rows, RowNumber row, std::size_t column, std::string& value) {
    value.clear();
    if (rows.parent_source(column)) {
        value = std::to_string(rows.parent_of(row, column));
    } else {
        rows.append_value(row, column, {}, value);
    }
}

/// Failures by the column that led their rows to the key.
class ColumnFailures {
public:
    ColumnFailures(const FinishedStrategy& finished, std::size_t column)
        : finished_(finished), column_(column) {}

    void add(ExplainedFailure& failure) {
        const std::string value = value_of(*failure.waiter.load_row);
        const auto& other = failure.holder.load_row;
        failure.key_rows->column = finished_.rows.columns()[column_];
        failure.key_rows->same_value = other && value_of(*other) == value;
        const auto counted = rows_of_.try_emplace(value).first;
        failures_.push_back({&failure, &counted->first, &counted->second});
    }

    void tell() {
        count();
        for (const Counted& each : failures_) each.failure->key_rows->rows = *each.rows;
        tell_order();
    }

private:
    using Ordered = KeyRows::Ordered;

    struct Counted {
        ExplainedFailure* failure;
        const std::string* value;
        const std::uint64_t* rows;
    };

    void count() {
        std::string value;
        for (const RowSequence& partition : finished_.load.partitions) {
            for (RowNumber place = 0; place < partition.size(); ++place) {
                read_value(finished_.rows, partition[place], column_, value);
                const auto found = rows_of_.find(value);
                if (found != rows_of_.end()) ++found->second;
            }
        }
    }

    /// Where the rows of each value stand if the load is ordered by the column.
    void tell_order() {
        const LoadStep& step = finished_.strategy.load;
        std::set<std::string> few;
        for (const Counted& each : failures_) {
            const KeyRows& known = *each.failure->key_rows;
            if (known.same_value && known.rows <= known.batch_rows) few.insert(*each.value);
        }
        if (few.empty()) return;
        // As many rows as a batch takes stand in one, unless they meet a seam.
        const bool org_cuts = step.batch_rows > finished_.org.config().bulk_limits.rows_per_batch;
        const bool has_seams = org_cuts || step.partitions > 1;
        const std::set<std::string> whole =
            has_seams ? values_in_one_batch(
                            finished_, column_, [&](RowNumber row) { return value_of(row); }, few
                        )
                      : few;
        const bool may_join = !org_cuts && !step.partition_rows;
        for (const Counted& each : failures_) {
            Ordered& ordered = each.failure->key_rows->ordered;
            if (whole.contains(*each.value)) {
                ordered = Ordered::together;
            } else if (may_join && few.contains(*each.value)) {
                ordered = Ordered::together_in_one_partition;
            }
        }
    }

    std::string value_of(std::uint64_t row) const {
        std::string value;
        read_value(finished_.rows, static_cast<RowNumber>(row), column_, value);
        return value;
    }

    const FinishedStrategy& finished_;
    std::size_t column_;
    std::map<std::string, std::uint64_t, std::less<>> rows_of_;
    std::vector<Counted> failures_;
};

}  // namespace

void tell_key_rows(const FinishedStrategy& finished, LedgerReport& report) {
    const LoadStep& step = finished.strategy.load;
    const std::uint64_t org_batch_rows = finished.org.config().bulk_limits.rows_per_batch;
    std::map<std::size_t, ColumnFailures> by_column;
    for (ExplainedFailure& failure : report.failures) {
        if (!failure.waiter.load_row) continue;
        const std::string& field = report.rules.at(failure.waiter.rule).column;
        const auto column = find_load_column(finished.rows, field);
        KeyRows& known = failure.key_rows.emplace();
        known.batch_rows = std::min<std::uint64_t>(step.batch_rows, org_batch_rows);
        if (!column) continue;
        by_column.try_emplace(*column, finished, *column).first->second.add(failure);
    }
    for (auto& [column, failures] : by_column) failures.tell();
    for (ExplainedFailure& failure : report.failures) {
        if (!failure.key_rows) continue;
        KeyRows& known = *failure.key_rows;
        const bool ordered = !known.column.empty() && finished.rows.find_column(step.order.by_column
                                                      ) == finished.rows.find_column(known.column);
        const bool has_seam = known.ordered == KeyRows::Ordered::together_in_one_partition;
        known.kept_together =
            !step.order.plan.text.empty() || (ordered && step.order.keep_together && !has_seam);
    }
}

}  // namespace rowlock
