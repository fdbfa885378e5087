#pragma once

#include "mockorg/base/random.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/testing/scenario.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What a record's name in line `line` (from 0) of a CSV text becomes.
using ResolveName = std::function<std::string(std::string_view name, std::size_t line)>;

/// The CSV text with every cell of the form `@Name` replaced.
std::string replace_record_names(std::string_view csv, const ResolveName& resolve);

/// Ids of a scenario's records by label; several under a group's.
using ScenarioRecords = std::map<std::string, std::vector<RecordId>, std::less<>>;

RecordId id_of(const ScenarioRecords& records, const LabelRef& ref);

/// The value as it is sent: its text, or the record's id.
std::string text_of(const ScenarioRecords& records, const ScenarioValue& value);

/// The data of one bulk job, as its statement writes it.
std::string inline_csv(const StartJobs& jobs, const ScenarioRecords& records);

/// Rows made by a statement's column rules, when they are asked for. Refers to the rules and the
/// records.
class ScenarioRows {
public:
    /// `rows`: of the whole statement.
    ScenarioRows(
        const std::vector<ColumnRule>& columns,
        std::uint64_t rows,
        const ScenarioRecords& records,
        Random random
    );

    /// CSV of `rows` rows from the `first` one on, for the `job`th job; all counted from 0.
    std::string csv(std::uint64_t first, std::uint32_t rows, std::uint32_t job) const;

private:
    void append_cell(std::string& out, std::size_t column, std::uint64_t row, std::uint32_t job)
        const;
    const RecordId& record_for(std::size_t column, std::uint64_t row) const;
    const std::vector<RecordId>& group(const ColumnRule& column) const;

    const std::vector<ColumnRule>& columns_;
    const ScenarioRecords& records_;
    Random random_;
    /// Of each `sorted` column: positions in its group by row, ascending.
    std::vector<std::vector<std::uint32_t>> sorted_;
};

}  // namespace rowlock
