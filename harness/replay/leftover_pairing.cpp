#include "harness/replay/leftover_pairing.hpp"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

namespace rowlock {
namespace {

using Key = std::uint64_t LooseKeys::*;
using Numbers = std::span<const std::size_t>;

class Pairing {
public:
    Pairing(
        const std::vector<OpenRow>& rows, const std::vector<OpenResult>& results, PairingRules rules
    )
        : rows_(rows),
          results_(results),
          rules_(rules),
          open_rows_(rows.size()),
          open_results_(results.size()) {
        std::iota(open_rows_.begin(), open_rows_.end(), std::size_t{0});
        std::iota(open_results_.begin(), open_results_.end(), std::size_t{0});
    }

    LeftoverPairs run() && {
        pair_by(&LooseKeys::key_and_values);
        if (rules_.by_key) {
            pair_by(&LooseKeys::key_text);
            pair_by(&LooseKeys::values);
            pair_by(&LooseKeys::key_value);
            judge_rest_by_key();
        } else {
            judge_rest();
        }
        return std::move(found_);
    }

private:
    /// By the key, ascending; equal ones stay as they are.
    template <class Item>
    static void sort_by_key(
        std::vector<std::size_t>& numbers, const std::vector<Item>& items, Key key
    ) {
        std::stable_sort(numbers.begin(), numbers.end(), [&](std::size_t a, std::size_t b) {
            return items[a].keys.*key < items[b].keys.*key;
        });
    }

    /// Looks at each group of rows of one key with the results of that key.
    void pair_by(Key key) {
        sort_by_key(open_rows_, rows_, key);
        sort_by_key(open_results_, results_, key);
        std::vector<std::size_t> rows_left;
        std::vector<std::size_t> results_left;
        auto result = open_results_.cbegin();
        for (auto row = open_rows_.cbegin(); row != open_rows_.cend();) {
            const std::uint64_t value = rows_[*row].keys.*key;
            const auto rows_end = std::find_if(row, open_rows_.cend(), [&](std::size_t other) {
                return rows_[other].keys.*key != value;
            });
            const auto first = std::find_if(result, open_results_.cend(), [&](std::size_t other) {
                return results_[other].keys.*key >= value;
            });
            const auto last = std::find_if(first, open_results_.cend(), [&](std::size_t other) {
                return results_[other].keys.*key != value;
            });
            results_left.insert(results_left.end(), result, first);
            pair_group({row, rows_end}, {first, last}, rows_left, results_left);
            row = rows_end;
            result = last;
        }
        results_left.insert(results_left.end(), result, open_results_.cend());
        open_rows_ = std::move(rows_left);
        open_results_ = std::move(results_left);
    }

    bool is_certain(Numbers rows, Numbers results) const {
        if (results.size() > rows.size()) return false;
        const bool equal_rows = std::all_of(rows.begin(), rows.end(), [&](std::size_t row) {
            return rows_[row].text == rows_[rows.front()].text;
        });
        if (equal_rows) return true;
        if (rules_.ids_matter || results.size() < rows.size()) return false;
        return std::all_of(results.begin(), results.end(), [&](std::size_t result) {
            return results_[result].fate == results_[results.front()].fate;
        });
    }

    void pair_group(
        Numbers rows,
        Numbers results,
        std::vector<std::size_t>& rows_left,
        std::vector<std::size_t>& results_left
    ) {
        std::size_t paired = 0;
        if (is_certain(rows, results)) {
            for (; paired < results.size(); ++paired)
                found_.pairs.push_back({rows[paired], results[paired]});
        }
        const Numbers more_rows = rows.subspan(paired);
        const Numbers more_results = results.subspan(paired);
        rows_left.insert(rows_left.end(), more_rows.begin(), more_rows.end());
        results_left.insert(results_left.end(), more_results.begin(), more_results.end());
    }

    /// No sign tells these rows from each other.
    void judge_rest() {
        std::vector<std::size_t> rows_left;
        std::vector<std::size_t> results_left;
        pair_group(open_rows_, open_results_, rows_left, results_left);
        (results_left.empty() ? found_.missing_rows : found_.ambiguous_rows) = std::move(rows_left);
    }

    void judge_rest_by_key() {
        std::vector<std::uint64_t> told;
        for (const std::size_t result : open_results_)
            told.push_back(results_[result].keys.key_value);
        std::sort(told.begin(), told.end());
        std::vector<std::uint64_t> fitting;
        for (const std::size_t row : open_rows_) {
            const std::uint64_t key = rows_[row].keys.key_value;
            const bool fits = std::binary_search(told.begin(), told.end(), key);
            (fits ? found_.ambiguous_rows : found_.missing_rows).push_back(row);
            if (fits) fitting.push_back(key);
        }
        std::sort(fitting.begin(), fitting.end());
        for (const std::size_t result : open_results_) {
            const std::uint64_t key = results_[result].keys.key_value;
            if (!std::binary_search(fitting.begin(), fitting.end(), key))
                found_.strange_results.push_back(result);
        }
    }

    const std::vector<OpenRow>& rows_;
    const std::vector<OpenResult>& results_;
    PairingRules rules_;
    std::vector<std::size_t> open_rows_;
    std::vector<std::size_t> open_results_;
    LeftoverPairs found_;
};

}  // namespace

LeftoverPairs pair_leftovers(
    const std::vector<OpenRow>& rows, const std::vector<OpenResult>& results, PairingRules rules
) {
    return Pairing{rows, results, rules}.run();
}

}  // namespace rowlock
