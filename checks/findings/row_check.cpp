#include "checks/findings/row_check.hpp"

#include "checks/model/cell_quotes.hpp"
#include "mockorg/base/folded_text.hpp"
#include "mockorg/base/hash.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/numbers.hpp"
#include "mockorg/codec/utf8.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <optional>

namespace rowlock {
namespace {

/// Findings about a row as a whole.
constexpr std::uint32_t k_no_column = std::numeric_limits<std::uint32_t>::max();

/// How a file says null; on an update an empty value says nothing at all.
constexpr std::string_view k_null = "#N/A";

bool is_letter_or_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Eighteen letters and digits: an id but for its checksum.
bool looks_like_long_id(std::string_view value) {
    return value.size() == RecordId::k_length &&
           std::all_of(value.begin(), value.end(), is_letter_or_digit);
}

}  // namespace

bool says_nothing(std::string_view value) {
    return value.empty() || value == k_null;
}

std::uint64_t hash_of_key(std::string_view value, const Field& field) {
    if (field.type == FieldType::id) {
        const auto id = RecordId::parse(value);
        return hash_text(id ? id->short_text() : value);
    }
    if (holds_number(field.type)) {
        // 1 and 1.0 are one value, so one key.
        std::string digits;
        if (const auto number = parse_number(value)) append_number(digits, *number);
        if (!digits.empty()) return hash_text(digits);
    }
    return field.case_sensitive ? hash_text(value) : hash_text(fold_case(value));
}

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

std::string byte_text(char byte) {
    return fmt::format("byte 0x{:02X}", static_cast<unsigned char>(byte));
}

std::uint64_t LineCounter::line_of(std::size_t offset) {
    line_ += static_cast<std::uint64_t>(std::count(piece_ + counted_to_, piece_ + offset, '\n'));
    counted_to_ = offset;
    return line_;
}

RowCheck::RowCheck(
    Columns columns, const DataSettings& settings, std::string_view file, Findings& findings
)
    : columns_(std::move(columns)), settings_(settings), file_(file), findings_(findings) {}

void RowCheck::check(const PieceRow& row, std::uint64_t number, LineCounter& lines) {
    const Place place{row, number, lines};
    const std::string_view bytes = row.bytes();
    if (bytes.size() > k_old_field_characters_max) check_sizes(place);
    if (bytes.find('"') != std::string_view::npos) check_quotes(place);
    if (find_ill_formed_utf8(bytes) != std::string_view::npos) check_encoding(place);
    if (row.row->cells != columns_.names.size()) {
        find(
            FindingRule::cell_count,
            k_no_column,
            place,
            std::to_string(row.row->cells) + " values, " + std::to_string(columns_.names.size()) +
                " columns"
        );
        return;
    }
    for (const WatchedColumn& column : columns_.watched) check_watched(column, place);
}

void RowCheck::find(
    FindingRule rule,
    std::uint32_t column,
    const Place& place,
    std::string_view value,
    std::size_t offset
) {
    Finding*& finding = seen_[{rule, column}];
    if (finding == nullptr) {
        const bool named = column < columns_.names.size();
        finding = &findings_.at({rule, file_, named ? columns_.names[column] : std::string{}});
    }
    FindingPlace kept;
    if (findings_.has_room(*finding)) {
        kept = {place.number, place.lines.line_of(place.row.row->start), shortened(value)};
        if (offset != k_whole_row) {
            const TextPosition in_row = position_of(place.row.bytes(), offset);
            kept.line += in_row.line - 1;
            kept.column = in_row.column;
        }
    }
    findings_.add(*finding, std::move(kept));
}

/// Once for each value: a text in another encoding has such bytes all over.
void RowCheck::check_encoding(const Place& place) {
    const char* const begin = place.row.bytes().data();
    for (std::uint32_t i = 0; i < place.row.row->cells; ++i) {
        const std::string_view cell = place.row.cell(i);
        const std::size_t at = find_ill_formed_utf8(cell);
        if (at == std::string_view::npos) continue;
        const auto offset = static_cast<std::size_t>(cell.data() + at - begin);
        find(FindingRule::ill_formed_text, i, place, byte_text(cell[at]), offset);
    }
}

void RowCheck::check_quotes(const Place& place) {
    for (std::uint32_t i = 0; i < place.row.row->cells; ++i) {
        const std::string_view cell = place.row.cell(i);
        if (quotes_fit(cell)) continue;
        find(FindingRule::broken_row, k_no_column, place, cell);
        return;
    }
}

void RowCheck::check_sizes(const Place& place) {
    if (count_characters(place.row.bytes()) > k_row_characters_max) {
        find(FindingRule::row_size, k_no_column, place);
    }
    for (std::uint32_t i = 0; i < place.row.row->cells; ++i) {
        const std::string_view cell = place.row.cell(i);
        if (cell.size() <= k_old_field_characters_max) continue;
        const std::size_t characters = count_characters(unquoted_cell(cell, buffer_));
        if (characters <= k_old_field_characters_max) continue;
        const bool too_long = characters > k_field_characters_max;
        find(
            too_long ? FindingRule::field_size : FindingRule::old_field_size,
            i,
            place,
            std::to_string(characters) + " characters"
        );
    }
}

void RowCheck::check_length(const WatchedColumn& column, const Place& place) {
    const std::string_view cell = place.row.cell(column.position);
    // No text has more characters than bytes, so nearly all need no second look.
    if (column.length_max == 0 || cell.size() <= column.length_max) return;
    const std::size_t characters = count_characters(unquoted_cell(cell, buffer_));
    if (characters <= column.length_max) return;
    find(
        FindingRule::long_value,
        column.position,
        place,
        std::to_string(characters) + " characters, " + std::to_string(column.length_max) +
            " at most"
    );
}

void RowCheck::check_watched(const WatchedColumn& column, const Place& place) {
    check_length(column, place);
    if (!column.holds_ids && !column.required && !column.is_key) return;
    const std::string_view value = unquoted_cell(place.row.cell(column.position), buffer_);
    if (says_nothing(value)) {
        if (column.is_key && settings_.key_required()) {
            find(FindingRule::missing_key, column.position, place);
        } else if (column.required) {
            const bool insert = settings_.operation == WriteOperation::insert;
            find(
                insert ? FindingRule::missing_value : FindingRule::missing_value_if_new,
                column.position,
                place
            );
        }
        return;
    }
    if (column.holds_ids) check_id(column, place, value);
    if (column.is_key) check_key(column, place, value);
}

void RowCheck::check_id(const WatchedColumn& column, const Place& place, std::string_view value) {
    const auto id = RecordId::parse(value);
    if (!id) {
        find(
            looks_like_long_id(value) ? FindingRule::id_checksum : FindingRule::malformed_id,
            column.position,
            place,
            value
        );
        return;
    }
    const std::vector<KeyPrefix>& good = column.prefixes;
    if (good.empty() || std::find(good.begin(), good.end(), id->prefix()) != good.end()) return;
    // An unknown prefix may be an object the schema lacks.
    const ObjectType* const other = settings_.schema->find_by_prefix(id->prefix());
    if (other == nullptr || other->custom) return;
    find(FindingRule::wrong_object_id, column.position, place, value);
}

void RowCheck::check_key(const WatchedColumn& column, const Place& place, std::string_view value) {
    if (settings_.reordered || keys_.add(hash_of_key(value, *column.field))) return;
    const bool own_id = column.field->type == FieldType::id;
    find(
        own_id ? FindingRule::duplicate_id : FindingRule::duplicate_external_id,
        column.position,
        place,
        value
    );
}

}  // namespace rowlock
