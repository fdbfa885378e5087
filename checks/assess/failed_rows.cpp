#include "checks/assess/failed_rows.hpp"

#include "checks/assess/own_file.hpp"
#include "mockorg/base/byte_order_mark.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/base/hash.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/codec/csv.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/numbers.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace rowlock {
namespace {

constexpr std::uint64_t k_size_max = std::uint64_t{8} << 30;

/// A failed results file, read.
struct ResultTable {
    std::string path;
    std::string text;
    CsvRows rows;
    Delimiter delimiter = Delimiter::comma;
    std::vector<std::string> columns;

    std::string where(std::size_t row) const {
        return fmt::format("{}: line {}", path, position_of(text, rows.offsets[row]).line);
    }

    std::optional<std::size_t> column(std::string_view name) const {
        const auto found = std::find_if(columns.begin(), columns.end(), [&](const auto& each) {
            return equal_ignoring_case(each, name);
        });
        if (found == columns.end()) return std::nullopt;
        return static_cast<std::size_t>(found - columns.begin());
    }
};

Result<void> read_header(ResultTable& table, Delimiter delimiter) {
    table.delimiter = delimiter;
    table.columns.clear();
    CsvRowReader reader{delimiter};
    const auto header = reader.read(table.rows.count() == 0 ? "" : table.rows.row(table.text, 0));
    if (!header) {
        return fail(ErrorCode::bad_file, table.path + ": line 1: " + header.error().message);
    }
    for (const CsvCell& cell : **header) table.columns.emplace_back(cell.text);
    return {};
}

Result<ResultTable> open_table(const std::string& path, Delimiter delimiter) {
    auto text = read_file(path, k_size_max);
    if (!text) return Failure{std::move(text.error())};
    ResultTable table;
    table.path = path;
    table.text = std::move(*text);
    if (table.text.starts_with(k_byte_order_mark)) table.text.erase(0, k_byte_order_mark.size());
    table.rows = find_csv_rows(table.text, LineEnding::lf);
    // Results come with the delimiter of their job; a list of numbers has commas.
    if (auto read = read_header(table, delimiter); !read) return Failure{read.error()};
    if (table.column("sf__Error")) return table;
    if (auto read = read_header(table, Delimiter::comma); !read) return Failure{read.error()};
    return table;
}

/// What a cell counts as: ids and numbers by their meaning, for results show ids with 18 characters
/// and write numbers anew (`912260031` as `9.12260031E8`).
std::uint64_t hash_cell(std::string_view text, bool by_number) {
    if (const auto id = RecordId::parse(text)) return hash_text(id->short_text());
    const auto number = by_number ? parse_number(text) : std::nullopt;
    return number ? std::bit_cast<std::uint64_t>(*number) : hash_text(text);
}

/// Whether the column may hold numbers: of a column that is no field nobody knows.
bool may_hold_numbers(const Schema& schema, ObjectNo object, const SourceColumn& column) {
    if (!column.binding) return true;
    const auto& key = column.binding->parent_key;
    const Field& field = key ? schema.object(key->object).field(key->field)
                             : schema.object(object).field(column.binding->field);
    return holds_number(field.type);
}

/// Finds rows of the load by what results show of them.
class RowFinder {
public:
    /// `names`: the columns to know rows by.
    RowFinder(const LoadedInput& input, const Schema& schema, std::vector<std::string> names)
        : input_(input), names_(std::move(names)), by_number_(names_.size()) {
        for (const LoadedFile& file : input_.files()) {
            if (file.load != 0) continue;
            const std::vector<std::size_t> positions = positions_in(file.source);
            for (std::size_t i = 0; i < positions.size(); ++i) {
                const auto& columns = file.source.columns;
                if (positions[i] >= columns.size()) continue;
                const SourceColumn& column = columns[positions[i]];
                if (may_hold_numbers(schema, file.source.object, column)) by_number_[i] = true;
            }
        }
    }

    const std::vector<std::string>& names() const { return names_; }

    /// The row's number among the failed ones comes back when it is found in the load.
    void want(std::uint64_t hash) { ++wanted_[hash]; }

    /// One row of the load for each one wanted, where there is one.
    std::vector<RowNo> find() {
        std::vector<RowNo> found;
        for (const LoadedFile& file : input_.files()) {
            if (file.load != 0) continue;
            const auto positions = positions_in(file.source);
            CsvRowReader reader{file.source.delimiter};
            for (RowNo row = file.first_row; row < file.first_row + file.rows; ++row) {
                const auto cells = reader.read(line_of(input_.row_text(row)));
                if (!cells) continue;
                const auto wanted = wanted_.find(hash_row(**cells, positions));
                if (wanted == wanted_.end() || wanted->second == 0) continue;
                --wanted->second;
                found.push_back(row);
            }
        }
        return found;
    }

    /// `positions`: of the names.
    std::uint64_t hash_row(
        const std::vector<CsvCell>& cells, const std::vector<std::size_t>& positions
    ) const {
        std::uint64_t hash = 0;
        for (std::size_t i = 0; i < positions.size(); ++i) {
            const bool there = positions[i] < cells.size();
            const std::string_view text = there ? cells[positions[i]].text : std::string_view{};
            hash = hash_combine(hash, hash_cell(text, by_number_[i]));
        }
        return hash;
    }

private:
    static std::string_view line_of(std::string_view row) {
        while (row.ends_with('\n') || row.ends_with('\r')) row.remove_suffix(1);
        return row;
    }

    std::vector<std::size_t> positions_in(const CsvSource& source) const {
        std::vector<std::size_t> positions;
        for (const std::string& name : names_) {
            std::size_t at = 0;
            while (at < source.columns.size() && !equal_ignoring_case(source.columns[at].name, name)
            ) {
                ++at;
            }
            positions.push_back(at);
        }
        return positions;
    }

    const LoadedInput& input_;
    std::vector<std::string> names_;
    /// By name: cells count by the number they are.
    std::vector<bool> by_number_;
    std::unordered_map<std::uint64_t, std::uint32_t> wanted_;
};

/// The columns by which failed rows are known: the key of the write, or all.
std::vector<std::string> identity_of(const ResultTable& table, const LoadFiles& load) {
    if (load.operation != WriteOperation::insert) {
        const std::string key =
            load.external_id_field.empty() ? std::string{"Id"} : load.external_id_field;
        if (table.column(key)) return {key};
    }
    std::vector<std::string> names;
    for (const std::string& name : table.columns) {
        if (!to_lower(name).starts_with("sf__")) names.push_back(name);
    }
    return names;
}

Result<std::vector<RowNo>> find_results(
    const ResultTable& table,
    const LoadedInput& input,
    const Schema& schema,
    const LoadFiles& load,
    std::size_t error
) {
    RowFinder finder{input, schema, identity_of(table, load)};
    std::vector<std::size_t> positions;
    for (const std::string& name : finder.names()) positions.push_back(*table.column(name));
    CsvRowReader reader{table.delimiter};
    std::size_t wanted = 0;
    for (std::size_t i = 1; i < table.rows.count(); ++i) {
        const auto cells = reader.read(table.rows.row(table.text, i));
        if (!cells) return fail(ErrorCode::bad_file, table.where(i) + ": " + cells.error().message);
        if (error >= (*cells)->size()) continue;
        if (!(**cells)[error].text.starts_with("UNABLE_TO_LOCK_ROW")) continue;
        finder.want(finder.hash_row(**cells, positions));
        ++wanted;
    }
    auto found = finder.find();
    if (found.size() == wanted) return found;
    return fail(
        ErrorCode::bad_file,
        fmt::format(
            "{}: {} of {} rows that failed on locks are not in the load's files",
            table.path,
            wanted - found.size(),
            wanted
        )
    );
}

Result<std::vector<RowNo>> find_numbers(
    const ResultTable& table, const LoadedInput& input, std::size_t row_column
) {
    const auto file_column = table.column("file");
    RowNo rows_of_load = 0;
    for (const LoadedFile& file : input.files()) rows_of_load += file.load == 0 ? file.rows : 0;
    CsvRowReader reader{table.delimiter};
    std::vector<RowNo> found;
    for (std::size_t i = 1; i < table.rows.count(); ++i) {
        const auto cells = reader.read(table.rows.row(table.text, i));
        if (!cells) return fail(ErrorCode::bad_file, table.where(i) + ": " + cells.error().message);
        const auto cell = [&](std::size_t column) {
            return column < (*cells)->size() ? (**cells)[column].text : std::string_view{};
        };
        const LoadedFile* file = nullptr;
        if (file_column) {
            const auto named = find_own_file(input, cell(*file_column));
            if (!named) {
                return fail(ErrorCode::bad_file, table.where(i) + ": " + named.error().message);
            }
            file = *named;
        }
        const auto number = parse_integer(cell(row_column));
        const std::int64_t last = file != nullptr ? file->rows : rows_of_load;
        if (!number || *number < 1 || *number > last) {
            return fail(
                ErrorCode::bad_file,
                fmt::format("{}: there is no row '{}'", table.where(i), cell(row_column))
            );
        }
        const RowNo first = file != nullptr ? file->first_row : 0;
        found.push_back(first + static_cast<RowNo>(*number - 1));
    }
    return found;
}

}  // namespace

Result<std::vector<RowNo>> read_failed_rows(
    const std::string& path, const LoadedInput& input, const Schema& schema, const LoadFiles& load
) {
    const Delimiter delimiter =
        input.files().empty() ? Delimiter::comma : input.files().front().source.delimiter;
    auto table = open_table(path, delimiter);
    if (!table) return Failure{std::move(table.error())};
    Result<std::vector<RowNo>> found;
    if (const auto error = table->column("sf__Error")) {
        found = find_results(*table, input, schema, load, *error);
    } else if (const auto row = table->column("row")) {
        found = find_numbers(*table, input, *row);
    } else {
        return fail(
            ErrorCode::bad_file,
            path + ": line 1: expected failed results (with sf__Error), or the column row"
        );
    }
    if (!found) return found;
    std::sort(found->begin(), found->end());
    found->erase(std::unique(found->begin(), found->end()), found->end());
    return found;
}

}  // namespace rowlock
