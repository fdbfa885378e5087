#include "checks/assess/load_shape.hpp"
#include "checks/bounds/skew.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/codec/csv_index.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>
#include <unordered_map>

namespace rowlock {
namespace {

constexpr std::size_t k_largest_shown = 10;
constexpr std::size_t k_piece = std::size_t{4} << 20U;
constexpr std::size_t k_window_max = std::size_t{1} << 30U;

/// Parents under the names that people know them by.
struct NamedParents {
    std::string field;
    bool owner = false;
    /// By parent.
    std::vector<LoadSize> loads;
    /// By parent, for those that are shown.
    std::function<std::string(std::uint32_t)> name_of;
};

SkewPart describe_skew(const NamedParents& parents, const BatchLimits& limits) {
    SkewPart part;
    part.field = parents.field;
    part.owner = parents.owner;
    std::vector<std::uint64_t> rows_of_parents;
    for (const LoadSize& load : parents.loads) {
        part.rows += load.rows;
        rows_of_parents.push_back(load.rows);
    }
    const Skew skew = measure_skew(parents.loads, part.rows, limits, k_largest_shown);
    part.parents = skew.keys_used;
    part.effective_parents = skew.effective_keys;
    part.parents_from_6000 = skew.watched_keys;
    part.parents_from_10000 = skew.skewed_keys;
    part.parents_beyond_batch = skew.keys_over_batch;
    for (const KeyNo parent : skew.hottest) {
        part.largest.push_back({parents.name_of(parent), parents.loads[parent].rows});
    }
    part.histogram = skew_histogram(rows_of_parents);
    return part;
}

/// Counts the values of one column.
class ValueCounter {
public:
    void count(const CsvSource& source, std::uint32_t column) {
        const CsvIndexer indexer{source.delimiter};
        const std::string_view text = source.text();
        std::size_t at = source.rows_begin;
        std::size_t window = 2 * k_piece;
        while (at < text.size() && window <= k_window_max) {
            const std::string_view piece = text.substr(at, window);
            if (!indexer.run(piece, k_piece, piece.size() < text.size() - at, index_)) {
                window *= 2;
                continue;
            }
            if (index_.end == 0) return;
            for (const CsvIndex::Row& row : index_.rows) {
                if (column < row.cells) add(index_.cell(piece.data(), row, column));
            }
            at += index_.end;
            window = 2 * k_piece;
        }
    }

    /// In the order in which they were first met.
    std::vector<ValueCount> take() && { return std::move(counts_); }

private:
    void add(std::string_view cell) {
        const std::string_view value = unquoted_cell(cell, buffer_);
        if (value.empty()) return;
        const auto known = number_of_.find(std::string{value});
        const std::uint32_t number = known == number_of_.end() ? number_for(value) : known->second;
        ++counts_[number].rows;
    }

    /// A new spelling of a value, which may be an id met in another one.
    std::uint32_t number_for(std::string_view value) {
        const auto id = RecordId::parse(value);
        const std::string name = id ? id->text() : std::string{value};
        auto found = number_of_.find(name);
        if (found == number_of_.end()) {
            found = number_of_.emplace(name, static_cast<std::uint32_t>(counts_.size())).first;
            counts_.push_back({name, 0});
        }
        const std::uint32_t number = found->second;
        number_of_.emplace(value, number);
        return number;
    }

    std::unordered_map<std::string, std::uint32_t> number_of_;
    std::vector<ValueCount> counts_;
    CsvIndex index_;
    std::string buffer_;
};

/// Whether rows of the object are written under a name of their own, which is a key of theirs.
bool has_own_keys(const std::vector<LoadFiles>& requested, std::string_view object) {
    return std::any_of(requested.begin(), requested.end(), [&](const LoadFiles& load) {
        return load.operation != WriteOperation::insert && equal_ignoring_case(load.object, object);
    });
}

}  // namespace

std::vector<SkewPart> measure_parents(
    const LoadedInput& input,
    const std::vector<LoadFiles>& requested,
    std::span<const LoadSize> loads,
    const BatchLimits& limits
) {
    std::map<std::string, std::vector<KeyNo>, std::less<>> keys_of_object;
    for (KeyNo key = 0; key < loads.size(); ++key) {
        if (loads[key].rows == 0) continue;
        const std::string_view object = input.key_object(key);
        auto known = keys_of_object.find(object);
        if (known == keys_of_object.end()) {
            known = keys_of_object.emplace(object, std::vector<KeyNo>{}).first;
        }
        known->second.push_back(key);
    }
    std::vector<SkewPart> parts;
    for (auto& [object, keys] : keys_of_object) {
        if (has_own_keys(requested, object)) {
            std::erase_if(keys, [&](KeyNo key) { return loads[key].rows < 2; });
        }
        if (keys.empty()) continue;
        NamedParents parents;
        parents.field = object;
        for (const KeyNo key : keys) parents.loads.push_back(loads[key]);
        const std::vector<KeyNo>& shown = keys;
        parents.name_of = [&input, &shown](std::uint32_t parent) {
            return input.key_name(shown[parent]).record;
        };
        parts.push_back(describe_skew(parents, limits));
    }
    return parts;
}

std::vector<ValueCount> count_owners(const std::vector<LoadedFile>& files) {
    ValueCounter counter;
    for (const LoadedFile& file : files) {
        if (file.load != 0) continue;
        const auto& columns = file.source.columns;
        const auto owner = std::find_if(columns.begin(), columns.end(), [](const auto& column) {
            return equal_ignoring_case(column.name, "OwnerId");
        });
        if (owner == columns.end()) continue;
        counter.count(file.source, static_cast<std::uint32_t>(owner - columns.begin()));
    }
    return std::move(counter).take();
}

std::vector<SkewPart> measure_owners(
    const std::vector<ValueCount>& counted, const BatchLimits& limits
) {
    if (counted.empty()) return {};
    NamedParents owners;
    owners.field = "OwnerId";
    owners.owner = true;
    for (const ValueCount& owner : counted) owners.loads.push_back({owner.rows, 0});
    owners.name_of = [&counted](std::uint32_t owner) { return counted[owner].name; };
    return {describe_skew(owners, limits)};
}

}  // namespace rowlock
