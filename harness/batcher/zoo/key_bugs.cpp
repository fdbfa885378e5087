// Batchers that misread which record a cell names.
#include "harness/batcher/zoo/recipe.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>

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

std::string trimmed(const std::string& cell) {
    const auto first = cell.find_first_not_of(' ');
    if (first == std::string::npos) return {};
    return cell.substr(first, cell.find_last_not_of(' ') - first + 1);
}

/// `trimmed`, and nothing for #N/A.
std::string raw_key(const std::string& cell) {
    std::string text = trimmed(cell);
    return text == "#N/A" ? std::string{} : text;
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
        {"null-is-a-key",
         "takes blank for a parent that all such rows share",
         {"M1", "M4", "Q2"},
         batcher_of(reading(null_is_a_key))},
        {"not-applicable-is-a-key",
         "takes #N/A for a parent",
         {"M1", "M4", "Q2"},
         batcher_of(reading(not_applicable_is_a_key))},
        {"blanks-around-ids", "does not trim ids", {"I4"}, batcher_of(reading(untrimmed_key))},
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
