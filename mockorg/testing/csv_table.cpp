#include "mockorg/testing/csv_table.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>

namespace rowlock {

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
}

std::string_view CsvTable::at(std::size_t row, std::string_view name) const {
    const auto index = column(name);
    ROWLOCK_ASSERT(index.has_value() && row < rows.size());
    return *index < rows[row].size() ? std::string_view{rows[row][*index]} : std::string_view{};
}

Result<CsvTable> parse_csv_table(std::string_view text, CsvFormat format) {
    CsvTable table;
    const CsvRows rows = find_csv_rows(text, format.line_ending);
    CsvRowReader reader{format.delimiter};
    for (std::size_t i = 0; i < rows.count(); ++i) {
        const auto cells = reader.read(rows.row(text, i));
        if (!cells) return tl::unexpected{cells.error()};
        std::vector<std::string> values;
        for (const CsvCell& cell : **cells) values.emplace_back(cell.text);
        if (i == 0) {
            table.names = std::move(values);
        } else {
            table.rows.push_back(std::move(values));
        }
    }
    return table;
}

}  // namespace rowlock
