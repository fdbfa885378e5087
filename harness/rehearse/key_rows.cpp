#include "harness/rehearse/key_rows.hpp"

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>
#include <optional>
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
    ColumnFailures(const RowSource& rows, std::size_t column) : rows_(rows), column_(column) {}

    void add(ExplainedFailure& failure) {
        const std::string value = value_of(*failure.waiter.load_row);
        const auto& other = failure.holder.load_row;
        failure.key_rows->column = rows_.columns()[column_];
        failure.key_rows->same_value = other && value_of(*other) == value;
        failures_.push_back({&failure, &rows_of_[value]});
    }

    void count(const std::vector<RowSequence>& partitions) {
        std::string value;
        for (const RowSequence& partition : partitions) {
            for (RowNumber place = 0; place < partition.size(); ++place) {
                read_value(rows_, partition[place], column_, value);
                const auto found = rows_of_.find(value);
                if (found != rows_of_.end()) ++found->second;
            }
        }
        for (const Counted& each : failures_) each.failure->key_rows->rows = *each.rows;
    }

private:
    struct Counted {
        ExplainedFailure* failure;
        const std::uint64_t* rows;
    };

    std::string value_of(std::uint64_t row) const {
        std::string value;
        read_value(rows_, static_cast<RowNumber>(row), column_, value);
        return value;
    }

    const RowSource& rows_;
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
        const bool ordered = finished.rows.find_column(step.order.by_column) == column;
        known.kept_together =
            !step.order.plan.text.empty() || (ordered && step.order.keep_together);
        by_column.try_emplace(*column, finished.rows, *column).first->second.add(failure);
    }
    for (auto& [column, failures] : by_column) failures.count(finished.load.partitions);
}

}  // namespace rowlock
