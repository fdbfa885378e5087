#include "harness/calibrate/failed_results.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/csv.hpp"
#include "mockorg/codec/json.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

/// What a row's error begins with.
constexpr std::string_view k_lock_error = "UNABLE_TO_LOCK_ROW";

struct ErrorColumns {
    std::size_t error = 0;
    /// Of results that tell of all rows.
    std::optional<std::size_t> success;
};

std::optional<std::size_t> column_named(const std::vector<CsvCell>& header, std::string_view name) {
    const auto found = std::find_if(header.begin(), header.end(), [name](const CsvCell& cell) {
        return equal_ignoring_case(cell.text, name);
    });
    if (found == header.end()) return std::nullopt;
    return static_cast<std::size_t>(found - header.begin());
}

std::optional<ErrorColumns> find_columns(const std::vector<CsvCell>& header) {
    if (const auto error = column_named(header, "sf__Error")) return ErrorColumns{*error, {}};
    const auto error = column_named(header, "Error");
    const auto success = column_named(header, "Success");
    if (!error || !success) return std::nullopt;
    return ErrorColumns{*error, success};
}

}  // namespace

Result<void> add_failed_results(
    OrgFacts& facts, std::string_view text, const std::string& file_name
) {
    const CsvRows rows = find_csv_rows(text, LineEnding::lf);
    CsvRowReader reader{Delimiter::comma};
    const auto header = reader.read(rows.row(text, 0));
    const auto columns = header ? find_columns(**header) : std::nullopt;
    if (!columns) {
        return fail(
            ErrorCode::bad_file,
            file_name +
                ": line 1: expected the column sf__Error, or Success and Error: the failed "
                "results of a job, or the results of a batch, as the org gave them"
        );
    }
    std::uint64_t failed = 0;
    std::uint64_t on_locks = 0;
    for (std::size_t i = 1; i < rows.count(); ++i) {
        const auto cells = reader.read(rows.row(text, i));
        const auto has = [&](std::size_t column) { return cells && column < (*cells)->size(); };
        if (!has(columns->error) || !has(columns->success.value_or(0))) {
            return fail(
                ErrorCode::bad_file,
                fmt::format(
                    "{}: line {}: {}",
                    file_name,
                    position_of(text, rows.offsets[i]).line,
                    cells ? "has fewer cells than the header" : cells.error().message
                )
            );
        }
        if (columns->success && equal_ignoring_case((**cells)[*columns->success].text, "true"))
            continue;
        ++failed;
        if ((**cells)[columns->error].text.starts_with(k_lock_error)) ++on_locks;
    }
    facts.rows_failed = facts.rows_failed.value_or(0) + failed;
    facts.rows_failed_on_locks = facts.rows_failed_on_locks.value_or(0) + on_locks;
    return {};
}

}  // namespace rowlock
