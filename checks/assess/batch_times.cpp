#include "checks/assess/finished_files.hpp"
#include "checks/input/csv_source.hpp"
#include "mockorg/base/byte_order_mark.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/csv.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/numbers.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

namespace rowlock {
namespace {

constexpr double k_seconds_max = 1e12;

/// A date and time, or seconds since whenever; milliseconds.
std::optional<std::int64_t> parse_time(std::string_view text) {
    if (const auto moment = parse_datetime(text)) return moment;
    const auto number = parse_number(text);
    if (!number || std::abs(*number) > k_seconds_max) return std::nullopt;
    return std::llround(*number * 1000.0);
}

/// One entry's texts.
struct RawEntry {
    std::string batch;
    std::string file;
    std::string start;
    std::string end;
};

/// Errors say what is wrong; where, is for the caller to add.
Result<BatchTimeEntry> entry_of(const RawEntry& raw) {
    BatchTimeEntry entry;
    entry.file = raw.file;
    if (!raw.batch.empty()) {
        const auto number = parse_integer(raw.batch);
        if (!number || *number < 1) {
            return fail(
                ErrorCode::bad_file,
                fmt::format("batch is '{}', expected a number from 1", raw.batch)
            );
        }
        entry.batch = static_cast<std::uint64_t>(*number);
    } else if (raw.file.empty()) {
        return fail(ErrorCode::bad_file, "expected a batch or a file");
    }
    const auto start = parse_time(raw.start);
    const auto end = parse_time(raw.end);
    if (!start || !end) {
        return fail(
            ErrorCode::bad_file,
            fmt::format(
                "{} is '{}', expected a time such as 2026-01-31T08:00:00Z, or seconds",
                start ? "end" : "start",
                start ? raw.end : raw.start
            )
        );
    }
    if (*end < *start) return fail(ErrorCode::bad_file, "end is before start");
    entry.times = {*start, *end};
    return entry;
}

std::optional<std::size_t> column_named(const std::vector<CsvCell>& header, const char* name) {
    const auto found = std::find_if(header.begin(), header.end(), [name](const CsvCell& cell) {
        return equal_ignoring_case(cell.text, name);
    });
    if (found == header.end()) return std::nullopt;
    return static_cast<std::size_t>(found - header.begin());
}

struct TimeColumns {
    Delimiter delimiter{};
    std::optional<std::size_t> batch;
    std::optional<std::size_t> file;
    std::optional<std::size_t> start;
    std::optional<std::size_t> end;

    bool complete() const { return (batch || file) && start && end; }
};

/// With the first delimiter under which all that is needed is there.
Result<TimeColumns> find_columns(std::string_view header_row) {
    std::optional<Error> error;
    for (const Delimiter delimiter : k_all_delimiters) {
        CsvRowReader reader{delimiter};
        const auto header = reader.read(header_row);
        if (!header) {
            if (!error) error = header.error();
            continue;
        }
        TimeColumns columns{
            delimiter,
            column_named(**header, "batch"),
            column_named(**header, "file"),
            column_named(**header, "start"),
            column_named(**header, "end")};
        if (columns.complete()) return columns;
    }
    if (error) return Failure{*std::move(error)};
    return fail(ErrorCode::bad_file, "expected the columns batch or file, start, end");
}

Result<std::vector<BatchTimeEntry>> read_csv_times(
    std::string_view text, std::string_view file_name
) {
    const CsvRows rows = find_csv_rows(text, LineEnding::lf);
    const auto columns = find_columns(rows.row(text, 0));
    if (!columns) {
        return fail(
            ErrorCode::bad_file, fmt::format("{}: line 1: {}", file_name, columns.error().message)
        );
    }
    CsvRowReader reader{columns->delimiter};
    std::vector<BatchTimeEntry> entries;
    for (std::size_t i = 1; i < rows.count(); ++i) {
        const auto bad_line = [&](const Error& error) {
            const std::size_t line = position_of(text, rows.offsets[i]).line;
            return fail(
                ErrorCode::bad_file, fmt::format("{}: line {}: {}", file_name, line, error.message)
            );
        };
        const auto cells = reader.read(rows.row(text, i));
        if (!cells) return bad_line(cells.error());
        const auto cell = [&](std::optional<std::size_t> column) {
            const bool there = column && *column < (*cells)->size();
            return there ? std::string{(**cells)[*column].text} : std::string{};
        };
        auto entry = entry_of(
            {cell(columns->batch), cell(columns->file), cell(columns->start), cell(columns->end)}
        );
        if (!entry) return bad_line(entry.error());
        entries.push_back(std::move(*entry));
    }
    return entries;
}

std::string member_text(const Json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || found->is_null()) return {};
    return found->is_string() ? found->get<std::string>() : found->dump();
}

Result<std::vector<BatchTimeEntry>> read_json_times(
    std::string_view text, std::string_view file_name
) {
    const auto json = parse_json(text, true);
    if (!json) {
        return fail(ErrorCode::bad_file, fmt::format("{}: {}", file_name, json.error().message));
    }
    const Json* list = &*json;
    if (list->is_object() && list->contains("batches")) list = &(*json)["batches"];
    if (!list->is_array()) {
        return fail(
            ErrorCode::bad_file,
            fmt::format("{}: expected a list of batches, or an object with \"batches\"", file_name)
        );
    }
    std::vector<BatchTimeEntry> entries;
    for (const Json& each : *list) {
        const std::string where = fmt::format("{}: entry {}", file_name, entries.size() + 1);
        if (!each.is_object()) return fail(ErrorCode::bad_file, where + ": expected an object");
        auto entry = entry_of(
            {member_text(each, "batch"),
             member_text(each, "file"),
             member_text(each, "start"),
             member_text(each, "end")}
        );
        if (!entry) return fail(ErrorCode::bad_file, where + ": " + entry.error().message);
        entries.push_back(std::move(*entry));
    }
    return entries;
}

}  // namespace

Result<std::vector<BatchTimeEntry>> read_batch_times(
    std::string_view text, std::string_view file_name
) {
    text = without_byte_order_mark(text);
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) {
        return fail(ErrorCode::bad_file, fmt::format("{}: the file is empty", file_name));
    }
    const bool json = text[first] == '[' || text[first] == '{' || text[first] == '/';
    return json ? read_json_times(text, file_name) : read_csv_times(text, file_name);
}

}  // namespace rowlock
