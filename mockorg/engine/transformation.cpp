#include "mockorg/engine/transformation.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/csv.hpp"

#include <algorithm>
#include <array>

namespace rowlock {
namespace {

constexpr std::size_t k_spec_characters_max = 8'192;

/// The columns of a specification, in the order of a line's cells below.
constexpr std::array<std::string_view, 4> k_columns = {
    "Salesforce Field", "Csv Header", "Value", "Hint"};

Failure bad_spec(const std::string& message) {
    return fail(ErrorCode::client_input_error, "Transformation spec: " + message);
}

using Cells = std::vector<std::string>;

Result<Cells> read_cells(CsvRowReader& reader, std::string_view row) {
    const auto cells = reader.read(row);
    if (!cells) return bad_spec(cells.error().message);
    Cells texts;
    for (const CsvCell& cell : **cells) texts.emplace_back(cell.text);
    return texts;
}

/// Where each of k_columns stands in the header; past the end if it is missing.
Result<std::array<std::size_t, k_columns.size()>> find_columns(const Cells& header) {
    std::array<std::size_t, k_columns.size()> places{};
    places.fill(header.size());
    for (std::size_t i = 0; i < header.size(); ++i) {
        const auto known = std::find_if(k_columns.begin(), k_columns.end(), [&](auto name) {
            return equal_ignoring_case(name, header[i]);
        });
        if (known == k_columns.end()) return bad_spec("unknown column " + header[i]);
        places.at(static_cast<std::size_t>(known - k_columns.begin())) = i;
    }
    if (places[0] == header.size()) return bad_spec("there is no column Salesforce Field");
    return places;
}

bool maps(const Transformation& transformation, std::string_view column) {
    return std::any_of(
        transformation.lines.begin(),
        transformation.lines.end(),
        [&](const Transformation::Line& line) { return equal_ignoring_case(line.column, column); }
    );
}

}  // namespace

Result<Transformation> parse_transformation(std::string_view csv) {
    if (csv.size() > k_spec_characters_max) return bad_spec("longer than 8192 characters");
    const CsvRows rows = find_csv_rows(csv, LineEnding::lf);
    if (rows.count() == 0) return bad_spec("there is nothing in it");
    CsvRowReader reader{Delimiter::comma};
    const auto header = read_cells(reader, rows.row(csv, 0));
    if (!header) return tl::unexpected{header.error()};
    const auto places = find_columns(*header);
    if (!places) return tl::unexpected{places.error()};
    Transformation result;
    for (std::size_t row = 1; row < rows.count(); ++row) {
        auto cells = read_cells(reader, rows.row(csv, row));
        if (!cells) return tl::unexpected{cells.error()};
        cells->resize(header->size());
        // What a missing column holds.
        cells->emplace_back();
        const auto cell = [&](std::size_t column) { return (*cells)[(*places).at(column)]; };
        if (cell(0).empty()) return bad_spec("a line names no field");
        if (!cell(3).empty()) return bad_spec("this org knows no hints: " + cell(3));
        if (!cell(1).empty() && maps(result, cell(1)))
            return bad_spec("two lines name the column " + cell(1));
        result.lines.push_back({cell(0), cell(1), cell(2)});
    }
    return result;
}

}  // namespace rowlock
