#include "harness/replay/cell_key.hpp"

#include "mockorg/base/ascii.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/hash.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/numbers.hpp"

#include <algorithm>
#include <bit>
#include <optional>

namespace rowlock {
namespace {

constexpr std::size_t k_exact_digits = 15;
/// 2026-01-31, and nothing shorter.
constexpr std::size_t k_date_length = 10;
/// Tells the keys of dates from those of numbers.
constexpr std::uint64_t k_date_mark = 0x64617465;

/// Text that a double holds exactly.
bool is_exact_number(std::string_view text) {
    const std::string_view mantissa = text.substr(0, text.find_first_of("eE"));
    const auto digits = std::count_if(mantissa.begin(), mantissa.end(), is_digit);
    return static_cast<std::size_t>(digits) <= k_exact_digits;
}

/// Text that nobody would mean as anything but a number: 7, -0.5, 9.1E8, but not 007 or +7.
bool is_plain_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    if (text.empty() || !is_digit(text.front())) return false;
    return text.size() == 1 || text[0] != '0' || !is_digit(text[1]);
}

std::uint64_t key_of_number(double number) {
    // +0.0 turns a negative zero into the other one.
    return std::bit_cast<std::uint64_t>(number + 0.0);
}

std::optional<std::uint64_t> number_key(std::string_view text) {
    const auto number = is_exact_number(text) ? parse_number(text) : std::nullopt;
    return number ? std::optional{key_of_number(*number)} : std::nullopt;
}

/// The same as those of 1 and 0, for which they may stand.
std::optional<std::uint64_t> boolean_key(std::string_view text) {
    if (text == "1" || equal_ignoring_case(text, "true")) return key_of_number(1.0);
    if (text == "0" || equal_ignoring_case(text, "false")) return key_of_number(0.0);
    return std::nullopt;
}

std::optional<std::uint64_t> date_key(std::string_view text) {
    const auto time = parse_datetime(text);
    if (!time) return std::nullopt;
    return hash_combine(k_date_mark, static_cast<std::uint64_t>(*time));
}

std::optional<std::uint64_t> id_key(std::string_view text) {
    const auto id = RecordId::parse(text);
    return id ? std::optional{hash_text(id->short_text())} : std::nullopt;
}

/// Any text of 15 letters and digits may be an id, but stays itself all the same.
std::optional<std::uint64_t> key_of_look(std::string_view text) {
    if (is_plain_number(text)) {
        if (const auto key = number_key(text)) return key;
    }
    if (const auto key = boolean_key(text)) return key;
    // Most texts are no dates, and most can be told from them by a look.
    if (text.size() >= k_date_length && is_digit(text.front())) {
        if (const auto key = date_key(text)) return key;
    }
    return id_key(text);
}

std::optional<std::uint64_t> value_key(std::string_view text, CellNotation notation) {
    switch (notation) {
        case CellNotation::text:
            break;
        case CellNotation::number:
            return number_key(text);
        case CellNotation::boolean:
            return boolean_key(text);
        case CellNotation::date:
            return date_key(text);
        case CellNotation::record_id:
            return id_key(text);
        case CellNotation::unknown:
            return key_of_look(text);
    }
    return std::nullopt;
}

}  // namespace

CellNotation notation_of(std::string_view field_type) {
    struct Known {
        std::string_view type;
        CellNotation notation;
    };

    constexpr Known k_types[] = {
        {"double", CellNotation::number},
        {"currency", CellNotation::number},
        {"percent", CellNotation::number},
        {"int", CellNotation::number},
        {"long", CellNotation::number},
        {"boolean", CellNotation::boolean},
        {"date", CellNotation::date},
        {"datetime", CellNotation::date},
        {"id", CellNotation::record_id},
        {"reference", CellNotation::record_id},
    };
    const auto* const found =
        std::find_if(std::begin(k_types), std::end(k_types), [&](const Known& known) {
            return equal_ignoring_case(known.type, field_type);
        });
    return found == std::end(k_types) ? CellNotation::text : found->notation;
}

std::uint64_t key_of_cell(std::string_view text, CellNotation notation) {
    if (is_empty_cell(text)) text = {};
    return value_key(text, notation).value_or(hash_text(text));
}

std::uint64_t combine_keys(std::uint64_t row_key, std::uint64_t cell_key) {
    return hash_combine(row_key, cell_key);
}

}  // namespace rowlock
