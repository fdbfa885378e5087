// Batchers that misread which record a cell names.
#include "harness/batcher/zoo/recipe.hpp"
#include "mockorg/base/blanks.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>
#include <string_view>

namespace rowlock::batcher {
namespace {

constexpr std::size_t k_short_id = 15;

Recipe reading(std::function<std::string(const std::string&)> read) {
    Recipe recipe = correct_recipe();
    recipe.keys = [read](const Instance& instance, std::size_t row) {
        return keys_by(instance, row, read);
    };
    return recipe;
}

/// Without the blanks around it, and nothing for #N/A.
std::string raw_key(const std::string& cell) {
    const std::string_view text = trimmed(cell);
    return text == "#N/A" ? std::string{} : std::string{text};
}

std::string cut_to_15(const std::string& cell) {
    std::string text = raw_key(cell);
    return text.size() == k_short_id + 3 ? text.substr(0, k_short_id) : text;
}

/// Right for 18 characters, which say which letters are upper case; wrong for 15.
std::string lower_case_15(const std::string& cell) {
    const std::string key = read_key(cell);
    return raw_key(cell).size() == k_short_id ? to_lower(key) + "?" : key;
}

std::string all_lower_case(const std::string& cell) {
    return to_lower(read_key(cell));
}

/// A tab is no space, it thinks.
std::string space_stripped_key(const std::string& cell) {
    const std::string text{trimmed(cell, " ")};
    return trimmed(text) == text ? read_key(text) : text;
}

/// Right for the end of an id only.
std::string lower_case_first_ten(const std::string& cell) {
    constexpr std::size_t k_first = 10;
    const std::string key = read_key(cell);
    return key.size() == k_short_id ? to_lower(key.substr(0, k_first)) + key.substr(k_first) : key;
}

std::string null_is_a_key(const std::string& cell) {
    const std::string key = read_key(cell);
    return key.empty() ? "null" : key;
}

std::string not_applicable_is_a_key(const std::string& cell) {
    return trimmed(cell) == "#N/A" ? "#N/A" : read_key(cell);
}

/// A cell with blanks around its id is not read as one.
std::string untrimmed_key(const std::string& cell) {
    if (trimmed(cell).empty()) return {};
    return trimmed(cell) == cell ? read_key(cell) : cell;
}

/// The record cut at every comma, quotes or not.
std::vector<std::string> cut_at_commas(std::string_view line) {
    std::vector<std::string> cells;
    while (true) {
        const auto comma = line.find(',');
        std::string_view cell = trimmed(line.substr(0, comma), "\r\n");
        if (cell.size() > 1 && cell.front() == '"' && cell.back() == '"') {
            cell = cell.substr(1, cell.size() - 2);
        }
        cells.emplace_back(cell);
        if (comma == std::string_view::npos) return cells;
        line.remove_prefix(comma + 1);
    }
}

std::vector<std::string> keys_between_commas(const Instance& instance, std::size_t row) {
    Instance seen = instance;
    seen.rows[row] = cut_at_commas(row_line(instance, row));
    seen.rows[row].resize(std::max(seen.rows[row].size(), instance.columns.size()));
    return keys_by(seen, row, read_key);
}

Recipe splitting_at_commas() {
    Recipe recipe = correct_recipe();
    recipe.keys = keys_between_commas;
    return recipe;
}

std::vector<std::string> first_columns(
    const Instance& instance, std::size_t row, std::size_t most
) {
    Instance seen = instance;
    std::size_t keys = 0;
    for (Column& column : seen.columns) {
        if (column.is_key && ++keys > most) column.is_key = false;
    }
    return keys_by(seen, row, read_key);
}

Recipe looking_at(std::size_t columns) {
    Recipe recipe = correct_recipe();
    recipe.keys = [columns](const Instance& instance, std::size_t row) {
        return first_columns(instance, row, columns);
    };
    return recipe;
}

/// The same record in two columns is two.
std::vector<std::string> keys_with_columns(const Instance& instance, std::size_t row) {
    std::vector<std::string> keys;
    for (std::size_t column = 0; column < instance.columns.size(); ++column) {
        if (!instance.columns[column].is_key) continue;
        const std::string key = read_key(instance.rows[row][column]);
        if (!key.empty()) keys.push_back(std::to_string(column) + ":" + key);
    }
    return keys;
}

Recipe per_column() {
    Recipe recipe = correct_recipe();
    recipe.keys = keys_with_columns;
    return recipe;
}

/// Twice the same record is no parent in common, it thinks.
std::vector<std::string> keys_without_own_id(const Instance& instance, std::size_t row) {
    Instance seen = instance;
    for (Column& column : seen.columns) {
        if (column.name == "Id") column.is_key = false;
    }
    return keys_by(seen, row, read_key);
}

Recipe without_own_id() {
    Recipe recipe = correct_recipe();
    recipe.keys = keys_without_own_id;
    return recipe;
}

}  // namespace

std::vector<ZooEntry> key_bugs() {
    return {
        {"two-key-columns",
         "looks at the first two key columns only",
         {"I4"},
         batcher_of(looking_at(2))},
        {"one-key-column", "looks at the first key column only", {"I4"}, batcher_of(looking_at(1))},
        {"raw-ids", "compares ids as they are written", {"I4", "I9"}, batcher_of(reading(raw_key))},
        {"cuts-ids-to-15",
         "cuts 18 characters to 15 without restoring the case",
         {"I4", "I9"},
         batcher_of(reading(cut_to_15))},
        {"lower-case-15",
         "makes ids of 15 characters lower case",
         {"I10", "I9"},
         batcher_of(reading(lower_case_15))},
        {"lower-case-all",
         "makes all ids lower case",
         {"I10"},
         batcher_of(reading(all_lower_case))},
        {"lower-case-first-ten",
         "makes the first ten characters of ids lower case",
         {"I10"},
         batcher_of(reading(lower_case_first_ten))},
        {"null-is-a-key",
         "takes blank for a parent that all such rows share",
         {"M1", "M4", "Q2"},
         batcher_of(reading(null_is_a_key)),
         10,
         "as many rows without a parent as a batch holds, and more"},
        {"not-applicable-is-a-key",
         "takes #N/A for a parent",
         {"M1", "M4", "Q2"},
         batcher_of(reading(not_applicable_is_a_key)),
         10,
         "as many rows without a parent as a batch holds, and more"},
        {"blanks-around-ids", "does not trim ids", {"I4"}, batcher_of(reading(untrimmed_key))},
        {"strips-spaces-only",
         "takes spaces off ids, but no tabs",
         {"I4"},
         batcher_of(reading(space_stripped_key))},
        {"splits-at-commas",
         "cuts records at every comma, also between quotes",
         {"I4"},
         batcher_of(splitting_at_commas())},
        {"keys-per-column",
         "takes the same record in two columns for two",
         {"I4"},
         batcher_of(per_column())},
        {"ignores-own-id",
         "lets two updates of one record meet",
         {"I4"},
         batcher_of(without_own_id())},
    };
}

}  // namespace rowlock::batcher
