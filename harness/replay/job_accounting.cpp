#include "harness/replay/job_accounting.hpp"

#include "mockorg/base/case_insensitive.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::size_t k_nowhere = static_cast<std::size_t>(-1);

std::size_t column_named(std::string_view name, const std::vector<CsvCell>& header) {
    const auto found = std::find_if(header.begin(), header.end(), [&](const CsvCell& cell) {
        return equal_ignoring_case(cell.text, name);
    });
    return found == header.end() ? k_nowhere : static_cast<std::size_t>(found - header.begin());
}

Failure problem(std::string text) {
    return fail(ErrorCode::protocol_broken, std::move(text));
}

}  // namespace

void record_outcome(
    ResultLedger& ledger, IdTable* ids, RowNumber row, const KnownOutcome& outcome
) {
    if (outcome.status == RowStatus::failed) {
        ledger.set_failed(row, outcome.error);
    } else {
        ledger.set(row, outcome.status);
    }
    if (ids != nullptr && outcome.id.size() == IdText{}.size()) {
        std::copy(outcome.id.begin(), outcome.id.end(), (*ids)[row].begin());
    }
}

/// Where the cells that matter stand in a result file.
struct JobAccounting::Columns {
    std::size_t id = k_nowhere;
    std::size_t created = k_nowhere;
    std::size_t error = k_nowhere;
    /// The cells rows are recognised by, in the order of our own columns.
    std::vector<std::size_t> keys;
    std::size_t count = 0;
};

JobAccounting::JobAccounting(
    const SentRows& rows, const RowIdentity& identity, ResultLedger& ledger, IdTable* ids
)
    : rows_(rows), identity_(identity), ledger_(ledger), ids_(ids), matcher_(rows.keys) {}

Result<JobAccounting::Columns> JobAccounting::find_columns(
    ResultFile file, const std::vector<CsvCell>& header
) const {
    Columns columns;
    columns.count = header.size();
    if (file == ResultFile::successful) {
        columns.id = column_named("sf__Id", header);
        columns.created = column_named("sf__Created", header);
        if (columns.id == k_nowhere || columns.created == k_nowhere) {
            return problem("the header lacks sf__Id or sf__Created");
        }
    }
    if (file == ResultFile::failed) {
        columns.error = column_named("sf__Error", header);
        if (columns.error == k_nowhere) return problem("the header lacks sf__Error");
    }
    for (std::size_t ours = 0; ours < identity_.columns.size(); ++ours) {
        if (identity_.key_column && *identity_.key_column != ours) continue;
        const std::size_t theirs = column_named(identity_.columns[ours], header);
        if (theirs == k_nowhere && identity_.key_column) {
            return problem(fmt::format("the header lacks {}", identity_.columns[ours]));
        }
        columns.keys.push_back(theirs);
    }
    return columns;
}

std::uint64_t JobAccounting::key_of(const Columns& columns, const std::vector<CsvCell>& cells)
    const {
    const auto cell_key = [&](std::size_t column) {
        return key_of_cell(column == k_nowhere ? std::string_view{} : cells[column].text);
    };
    if (identity_.key_column) return cell_key(columns.keys.front());
    std::uint64_t key = 0;
    for (const std::size_t column : columns.keys) key = combine_keys(key, cell_key(column));
    return key;
}

void JobAccounting::settle(std::size_t position, const KnownOutcome& outcome) {
    record_outcome(ledger_, ids_, rows_.row(position), outcome);
}

Result<void> JobAccounting::read(ResultFile file, std::string_view csv) {
    const CsvRows lines = find_csv_rows(csv, identity_.format.line_ending);
    if (lines.count() == 0) return {};
    CsvRowReader reader{identity_.format.delimiter};
    const auto header = reader.read(lines.row(csv, 0));
    if (!header) return problem("the header line is no CSV: " + header.error().message);
    const auto columns = find_columns(file, **header);
    if (!columns) return Failure{columns.error()};

    for (std::size_t line = 1; line < lines.count(); ++line) {
        const auto read_cells = reader.read(lines.row(csv, line));
        if (!read_cells || (*read_cells)->size() < columns->count) {
            return problem(fmt::format("line {} is malformed or shorter than the header", line + 1)
            );
        }
        const std::vector<CsvCell>& cells = **read_cells;
        const auto text = [&](std::size_t column) {
            return column == k_nowhere ? std::string_view{} : cells[column].text;
        };
        RowStatus status = RowStatus::unprocessed;
        if (file == ResultFile::failed) status = RowStatus::failed;
        if (file == ResultFile::successful) {
            status = text(columns->created) == "true" ? RowStatus::created : RowStatus::updated;
        }
        KnownOutcome outcome{
            status, std::string{text(columns->id)}, std::string{text(columns->error)}};
        const bool too_many = complete();
        const auto position = too_many ? std::nullopt : matcher_.take(key_of(*columns, cells));
        if (position) {
            settle(*position, outcome);
        } else if (identity_.key_column || too_many) {
            return problem(
                fmt::format("line {} is none of the rows sent, or is there twice", line + 1)
            );
        } else {
            leftovers_.push_back(std::move(outcome));
        }
    }
    return {};
}

void JobAccounting::finish() {
    for (const KnownOutcome& outcome : leftovers_) settle(matcher_.take_any(), outcome);
    leftovers_.clear();
    while (matcher_.left() > 0) settle(matcher_.take_any(), {RowStatus::missing, {}, {}});
}

}  // namespace rowlock
