#include "mockorg/testing/scenario_cells.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/codec/csv.hpp"

#include <algorithm>

namespace rowlock {
namespace {

bool is_name_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

void replace_all(std::string& text, std::string_view mark, std::uint64_t number) {
    const std::string digits = std::to_string(number);
    for (auto at = text.find(mark); at != std::string::npos;
         at = text.find(mark, at + digits.size())) {
        text.replace(at, mark.size(), digits);
    }
}

/// Uniform below `bound`, for one row of one column whatever was drawn before.
std::uint64_t draw(const Random& random, std::uint64_t row, std::uint64_t bound) {
    return random.split(row).below(bound);
}

}  // namespace

std::string replace_record_names(std::string_view csv, const ResolveName& resolve) {
    std::string out;
    bool quoted = false;
    bool cell_begins = true;
    std::size_t line = 0;
    for (std::size_t i = 0; i < csv.size(); ++i) {
        const char c = csv[i];
        if (cell_begins && c == '@') {
            std::size_t end = i + 1;
            while (end < csv.size() && is_name_character(csv[end])) ++end;
            out.append(resolve(csv.substr(i + 1, end - i - 1), line));
            i = end - 1;
            cell_begins = false;
            continue;
        }
        // A quote leaves the cell's beginning where it is.
        if (c == '"') {
            quoted = !quoted;
        } else {
            cell_begins = !quoted && (c == ',' || c == '\n');
        }
        if (c == '\n') ++line;
        out.push_back(c);
    }
    return out;
}

RecordId id_of(const ScenarioRecords& records, const LabelRef& ref) {
    const auto found = records.find(ref.label);
    ROWLOCK_ASSERT(found != records.end());
    return found->second.at(ref.index.value_or(0));
}

std::string text_of(const ScenarioRecords& records, const ScenarioValue& value) {
    return value.record ? id_of(records, *value.record).text() : value.text;
}

std::string inline_csv(const StartJobs& jobs, const ScenarioRecords& records) {
    return replace_record_names(jobs.csv, [&](std::string_view name, std::size_t) {
        const auto found = jobs.csv_names.find(name);
        ROWLOCK_ASSERT(found != jobs.csv_names.end());
        return id_of(records, found->second).text();
    });
}

ScenarioRows::ScenarioRows(
    const std::vector<ColumnRule>& columns,
    std::uint64_t rows,
    const ScenarioRecords& records,
    Random random
)
    : columns_(columns), records_(records), random_(random), sorted_(columns.size()) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i].kind != ColumnRule::Kind::sorted) continue;
        const Random column = random_.split(i);
        for (std::uint64_t row = 0; row < rows; ++row) {
            const auto position = draw(column, row, group(columns_[i]).size());
            sorted_[i].push_back(static_cast<std::uint32_t>(position));
        }
        std::sort(sorted_[i].begin(), sorted_[i].end());
    }
}

const std::vector<RecordId>& ScenarioRows::group(const ColumnRule& column) const {
    const auto found = records_.find(column.group.label);
    ROWLOCK_ASSERT(found != records_.end());
    return found->second;
}

const RecordId& ScenarioRows::record_for(std::size_t index, std::uint64_t row) const {
    const ColumnRule& column = columns_[index];
    const auto& ids = group(column);
    if (column.kind == ColumnRule::Kind::in_turn) return ids[row % ids.size()];
    if (column.kind == ColumnRule::Kind::sorted) return ids[sorted_[index][row]];
    return ids[draw(random_.split(index), row, ids.size())];
}

void ScenarioRows::append_cell(
    std::string& out, std::size_t index, std::uint64_t row, std::uint32_t job
) const {
    const ColumnRule& column = columns_[index];
    if (column.kind != ColumnRule::Kind::pattern) {
        record_for(index, row).append_to(out);
        return;
    }
    std::string text = text_of(records_, column.value);
    replace_all(text, "{n}", row + 1);
    replace_all(text, "{job}", job + std::uint64_t{1});
    append_quoted(out, text);
}

std::string ScenarioRows::csv(std::uint64_t first, std::uint32_t rows, std::uint32_t job) const {
    std::string out;
    for (const ColumnRule& column : columns_)
        out.append(out.empty() ? "" : ",").append(column.name);
    out.push_back('\n');
    for (std::uint64_t row = first; row < first + rows; ++row) {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (i > 0) out.push_back(',');
            append_cell(out, i, row, job);
        }
        out.push_back('\n');
    }
    return out;
}

}  // namespace rowlock
