#include "mockorg/base/record_id.hpp"

#include "mockorg/base/ascii.hpp"
#include "mockorg/base/assert.hpp"

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::string_view k_digits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view k_checksum_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
constexpr std::size_t k_group = 5;
constexpr std::size_t k_number_start = 6;

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

/// Ids are read by the million: one look-up a character instead of six comparisons.
constexpr std::array<bool, 256> k_base62 = [] {
    std::array<bool, 256> table{};
    for (const char c : k_digits) table[static_cast<unsigned char>(c)] = true;
    return table;
}();

char to_upper(char c) {
    return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}

char to_lower(char c) {
    return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Bit i of a group's checksum digit says that its character i is upper case.
char checksum_of(const char* group) {
    unsigned bits = 0;
    for (unsigned i = 0; i < k_group; ++i) {
        if (is_upper(group[i])) bits |= 1U << i;
    }
    return k_checksum_digits[bits];
}

unsigned digit_value(char c) {
    if (is_digit(c)) return static_cast<unsigned>(c - '0');
    if (is_upper(c)) return static_cast<unsigned>(c - 'A') + 10;
    return static_cast<unsigned>(c - 'a') + 36;
}

bool checksum_fits(
    const std::array<char, RecordId::k_significant>& text, std::string_view checksum
) {
    for (std::size_t group = 0; group < text.size(); group += k_group) {
        if (checksum[group / k_group] != checksum_of(text.data() + group)) return false;
    }
    return true;
}

/// Whether the text may have been folded to one letter case on its way (spreadsheets do that).
bool one_case_only(std::string_view text) {
    return std::none_of(text.begin(), text.end(), is_upper) ||
           std::none_of(text.begin(), text.end(), is_lower);
}

/// Gives each letter the case its checksum digit asks for; false if a digit is told to be a letter.
bool restore_case(std::array<char, RecordId::k_significant>& text, std::string_view checksum) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto bits = k_checksum_digits.find(to_upper(checksum[i / k_group]));
        if (bits == std::string_view::npos) return false;
        const bool upper = ((bits >> (i % k_group)) & 1U) != 0;
        if (upper && is_digit(text[i])) return false;
        text[i] = upper ? to_upper(text[i]) : to_lower(text[i]);
    }
    return true;
}

}  // namespace

std::optional<RecordId> RecordId::parse(std::string_view text) {
    if (text.size() != k_significant && text.size() != k_length) return std::nullopt;
    const auto base62 = [](char c) { return k_base62[static_cast<unsigned char>(c)]; };
    if (!std::all_of(text.begin(), text.end(), base62)) return std::nullopt;
    RecordId id;
    std::copy_n(text.begin(), k_significant, id.text_.begin());
    if (text.size() == k_significant) return id;
    const std::string_view checksum = text.substr(k_significant);
    if (checksum_fits(id.text_, checksum)) return id;
    if (!one_case_only(text) || !restore_case(id.text_, checksum)) return std::nullopt;
    return id;
}

RecordId RecordId::make(KeyPrefix prefix, std::array<char, 3> instance, std::uint64_t number) {
    RecordId id;
    std::copy(prefix.begin(), prefix.end(), id.text_.begin());
    std::copy(instance.begin(), instance.end(), id.text_.begin() + 3);
    for (std::size_t i = k_significant; i > k_number_start; --i) {
        id.text_[i - 1] = k_digits[number % k_digits.size()];
        number /= k_digits.size();
    }
    ROWLOCK_ASSERT(number == 0);
    return id;
}

std::uint64_t RecordId::number() const {
    std::uint64_t value = 0;
    for (std::size_t i = k_number_start; i < k_significant; ++i) {
        value = value * k_digits.size() + digit_value(text_[i]);
    }
    return value;
}

std::string RecordId::text() const {
    std::string out;
    append_to(out);
    return out;
}

void RecordId::append_to(std::string& out) const {
    out.append(text_.data(), text_.size());
    for (std::size_t group = 0; group < k_significant; group += k_group) {
        out.push_back(checksum_of(text_.data() + group));
    }
}

}  // namespace rowlock
