#include "harness/replay/row_key.hpp"

#include "mockorg/base/hash.hpp"
#include "mockorg/codec/numbers.hpp"

#include <algorithm>
#include <bit>

namespace rowlock {
namespace {

constexpr std::size_t k_exact_digits = 15;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Text that a double holds exactly and that nobody would mean as a text: 7, -0.5, 9.1E8, but not
/// 007.
bool is_plain_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    if (text.empty() || text.size() > k_exact_digits + 6 || !is_digit(text.front())) return false;
    if (text.size() > 1 && text[0] == '0' && is_digit(text[1])) return false;
    const std::string_view mantissa = text.substr(0, text.find_first_of("eE"));
    const auto digits = std::count_if(mantissa.begin(), mantissa.end(), is_digit);
    return static_cast<std::size_t>(digits) <= k_exact_digits;
}

}  // namespace

std::uint64_t key_of_cell(std::string_view text) {
    if (is_plain_number(text)) {
        // +0.0 turns a negative zero into the other one.
        if (const auto number = parse_number(text))
            return std::bit_cast<std::uint64_t>(*number + 0.0);
    }
    return hash_text(text);
}

std::uint64_t combine_keys(std::uint64_t row_key, std::uint64_t cell_key) {
    return hash_combine(row_key, cell_key);
}

std::uint64_t RowKeyReader::key_of(RowNumber row) {
    const auto cell_key = [&](std::size_t column) {
        cell_.clear();
        source_.append_value(row, column, ids_, cell_);
        return key_of_cell(cell_);
    };
    if (key_column_) return cell_key(*key_column_);
    std::uint64_t key = 0;
    for (std::size_t column = 0; column < source_.columns().size(); ++column) {
        key = combine_keys(key, cell_key(column));
    }
    return key;
}

}  // namespace rowlock
