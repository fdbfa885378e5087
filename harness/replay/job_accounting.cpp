#include "harness/replay/job_accounting.hpp"

#include "mockorg/base/case_insensitive.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <utility>

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

std::string strange_line(ResultFile file, std::size_t line) {
    return fmt::format(
        "line {} of {} is none of the rows sent, or is there twice", line + 1, name_of(file)
    );
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
    /// Where our own columns stand there.
    std::vector<std::size_t> ours;
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
    const std::vector<std::string>& names = identity_.source->columns();
    for (std::size_t ours = 0; ours < names.size(); ++ours) {
        const std::size_t theirs = column_named(names[ours], header);
        if (theirs == k_nowhere && identity_.key_column == ours)
            return problem(fmt::format("the header lacks {}", names[ours]));
        columns.ours.push_back(theirs);
    }
    return columns;
}

void JobAccounting::settle(std::size_t position, const KnownOutcome& outcome) {
    record_outcome(ledger_, ids_, rows_.row(position), outcome);
}

Result<void> JobAccounting::read(ResultFile file, std::string_view csv) {
    const CsvRows lines = find_csv_rows(csv, identity_.format().line_ending);
    if (lines.count() == 0) return {};
    CsvRowReader reader{identity_.format().delimiter};
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
        if (auto taken = take(file, line, *columns, **read_cells); !taken) return taken;
    }
    return {};
}

Result<void> JobAccounting::take(
    ResultFile file, std::size_t line, const Columns& columns, const std::vector<CsvCell>& cells
) {
    if (complete()) return problem(strange_line(file, line));
    const auto text = [&](std::size_t column) {
        return column == k_nowhere ? std::string_view{} : cells[column].text;
    };
    KnownOutcome outcome{
        RowStatus::unprocessed, std::string{text(columns.id)}, std::string{text(columns.error)}};
    if (file == ResultFile::failed) outcome.status = RowStatus::failed;
    if (file == ResultFile::successful)
        outcome.status = text(columns.created) == "true" ? RowStatus::created : RowStatus::updated;
    cells_.clear();
    for (const std::size_t column : columns.ours) cells_.push_back(text(column));
    if (const auto position = matcher_.take(exact_key(cells_))) {
        settle(*position, outcome);
    } else {
        leftovers_.push_back(
            {std::move(outcome), loose_keys(cells_, identity_.key_column), line, file}
        );
    }
    return {};
}

/// Failures are alike if their texts are: which code a row has must be certain, too.
std::vector<OpenResult> JobAccounting::open_results() const {
    std::map<std::pair<RowStatus, std::string_view>, std::uint32_t> fates;
    std::vector<OpenResult> results;
    for (const Leftover& each : leftovers_) {
        const auto number = static_cast<std::uint32_t>(fates.size());
        const auto known = fates.try_emplace({each.outcome.status, each.outcome.error}, number);
        results.push_back({each.keys, known.first->second});
    }
    return results;
}

Result<void> JobAccounting::finish() {
    std::vector<std::size_t> positions;
    std::vector<OpenRow> open_rows;
    RowKeyReader reader{*identity_.source, identity_.ids};
    while (matcher_.left() > 0) {
        const std::size_t position = matcher_.take_any();
        positions.push_back(position);
        // Where nothing was left over, there is nothing to compare.
        if (leftovers_.empty()) {
            settle(position, {RowStatus::missing, {}, {}});
            continue;
        }
        open_rows.push_back(
            {rows_.keys[position], reader.loose_keys_of(rows_.row(position), identity_.key_column)}
        );
    }
    const LeftoverPairs found = pair_leftovers(
        open_rows, open_results(), {identity_.key_column.has_value(), ids_ != nullptr}
    );
    for (const ResultOfRow& pair : found.pairs)
        settle(positions[pair.row], leftovers_[pair.result].outcome);
    for (const std::size_t row : found.missing_rows)
        settle(positions[row], {RowStatus::missing, {}, {}});
    for (const std::size_t row : found.ambiguous_rows)
        settle(positions[row], {RowStatus::sent, {}, {}});
    ambiguous_rows_ = found.ambiguous_rows.size();
    if (found.strange_results.empty()) return {};
    const Leftover& strange = leftovers_[found.strange_results.front()];
    return problem(strange_line(strange.file, strange.line));
}

}  // namespace rowlock
