#include "harness/load/column_generator.hpp"

#include "harness/load/digits.hpp"
#include "harness/load/shown_text.hpp"
#include "mockorg/base/assert.hpp"
#include "mockorg/codec/csv.hpp"
#include "mockorg/codec/dates.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

std::uint64_t power_of_ten(unsigned exponent) {
    std::uint64_t power = 1;
    for (unsigned i = 0; i < exponent; ++i) power *= 10;
    return power;
}

}  // namespace

Result<ColumnGenerator::TextCells> ColumnGenerator::TextCells::compile(const TextColumn& column) {
    const auto pattern = TextPattern::compile(column.pattern);
    if (!pattern) {
        return fail(
            ErrorCode::bad_configuration,
            fmt::format(
                "the text is {}, expected {}", shown_text(column.pattern), TextPattern::k_accepted
            )
        );
    }
    return TextCells{*pattern, pattern->as_csv_cell()};
}

void ColumnGenerator::TextCells::append(RowNumber row, CellForm form, std::string& out) const {
    (form == CellForm::csv ? csv : plain).append(row, out);
}

void ColumnGenerator::DateCells::append(RowNumber row, std::string& out) const {
    const std::uint64_t day = stream.split(row).below(law.span_days);
    append_date(out, law.first_day + static_cast<std::int32_t>(day));
}

void ColumnGenerator::NumberCells::append(RowNumber row, std::string& out) const {
    const auto span = static_cast<std::uint64_t>(law.high - law.low) + 1;
    const auto value = law.low + static_cast<std::int64_t>(stream.split(row).below(span));
    if (value < 0) out += '-';
    const auto magnitude = static_cast<std::uint64_t>(value < 0 ? -value : value);
    const std::uint64_t scale = power_of_ten(law.decimals);
    append_digits(out, magnitude / scale, 1);
    if (law.decimals == 0) return;
    out += '.';
    append_digits(out, magnitude % scale, law.decimals);
}

ColumnGenerator::ChoiceCells ColumnGenerator::ChoiceCells::compile(
    const ChoiceColumn& column, Random stream
) {
    ChoiceCells cells{stream, column.choices, {}};
    for (const std::string& choice : column.choices) {
        append_cell(cells.csv.emplace_back(), choice, Delimiter::comma);
    }
    return cells;
}

void ColumnGenerator::ChoiceCells::append(RowNumber row, CellForm form, std::string& out) const {
    const std::uint64_t choice = stream.split(row).below(plain.size());
    out += (form == CellForm::csv ? csv : plain)[choice];
}

Result<ColumnGenerator::ParentCells> ColumnGenerator::ParentCells::compile(
    const ParentColumn& column, Random stream, RowNumber rows, RowNumber parents
) {
    const auto* single = std::get_if<PickSingle>(&column.pick);
    const RowNumber needed = single == nullptr ? 1 : single->parent + 1;
    if (parents < needed) {
        return fail(
            ErrorCode::bad_configuration,
            fmt::format(
                "{}: the parents' source has {} rows, expected at least {}",
                column.where,
                parents,
                needed
            )
        );
    }
    return ParentCells{column.source, ParentPicker{column.pick, parents, rows, stream}};
}

void ColumnGenerator::ParentCells::append(
    RowNumber row, std::span<const IdTable> ids, std::string& out
) const {
    const RowNumber parent = picker.pick(row);
    ROWLOCK_ASSERT(source < ids.size() && parent < ids[source].size());
    const IdText& id = ids[source][parent];
    if (id.front() != '\0') out.append(id.data(), id.size());
}

Result<ColumnGenerator> ColumnGenerator::compile(
    const ColumnSpec& column, Random stream, RowNumber rows, std::span<const RowNumber> row_counts
) {
    if (const auto* text = std::get_if<TextColumn>(&column.content)) {
        auto cells = TextCells::compile(*text);
        if (!cells) return Failure{std::move(cells.error())};
        return ColumnGenerator{std::in_place_type<TextCells>, std::move(*cells)};
    }
    if (const auto* date = std::get_if<DateColumn>(&column.content)) {
        return ColumnGenerator{std::in_place_type<DateCells>, DateCells{stream, *date}};
    }
    if (const auto* number = std::get_if<NumberColumn>(&column.content)) {
        return ColumnGenerator{std::in_place_type<NumberCells>, NumberCells{stream, *number}};
    }
    if (const auto* choice = std::get_if<ChoiceColumn>(&column.content)) {
        return ColumnGenerator{
            std::in_place_type<ChoiceCells>, ChoiceCells::compile(*choice, stream)};
    }
    const auto& parent = std::get<ParentColumn>(column.content);
    ROWLOCK_ASSERT(parent.source < row_counts.size());
    auto cells = ParentCells::compile(parent, stream, rows, row_counts[parent.source]);
    if (!cells) return Failure{std::move(cells.error())};
    return ColumnGenerator{std::in_place_type<ParentCells>, *cells};
}

void ColumnGenerator::append(
    RowNumber row, std::span<const IdTable> ids, CellForm form, std::string& out
) const {
    if (const auto* text = std::get_if<TextCells>(&cells_)) return text->append(row, form, out);
    if (const auto* date = std::get_if<DateCells>(&cells_)) return date->append(row, out);
    if (const auto* number = std::get_if<NumberCells>(&cells_)) return number->append(row, out);
    if (const auto* choice = std::get_if<ChoiceCells>(&cells_)) {
        return choice->append(row, form, out);
    }
    std::get<ParentCells>(cells_).append(row, ids, out);
}

std::optional<std::size_t> ColumnGenerator::parent_source() const {
    const auto* parent = std::get_if<ParentCells>(&cells_);
    if (parent == nullptr) return std::nullopt;
    return parent->source;
}

RowNumber ColumnGenerator::parent_of(RowNumber row) const {
    const auto* parent = std::get_if<ParentCells>(&cells_);
    ROWLOCK_ASSERT(parent != nullptr);
    return parent->picker.pick(row);
}

}  // namespace rowlock
