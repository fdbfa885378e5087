// Batchers that depend on what they should not, or do not answer.
#include "harness/batcher/zoo/recipe.hpp"
#include "mockorg/base/hash.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <stdexcept>

namespace rowlock::batcher {
namespace {

/// Groups of equal size stay in the order of the file.
void sort_by_size_only(const Instance&, const Recipe::Keys&, std::vector<RowList>& groups) {
    std::stable_sort(groups.begin(), groups.end(), [](const RowList& a, const RowList& b) {
        return a.size() > b.size();
    });
}

Recipe ties_by_position() {
    Recipe recipe = correct_recipe();
    recipe.sort = sort_by_size_only;
    return recipe;
}

/// Groups in the order of a hash table, whose seed is another in every process.
Answer hash_order(const Instance& instance, Surroundings surroundings) {
    Recipe recipe = correct_recipe();
    recipe.sort =
        [surroundings](const Instance& rows, const Recipe::Keys&, std::vector<RowList>& groups) {
            const std::uint64_t seed = surroundings == Surroundings::first ? 1 : 2;
            std::sort(groups.begin(), groups.end(), [&](const RowList& a, const RowList& b) {
                const auto hash = [&](const RowList& group) {
                    return hash_combine(seed, hash_text(content_of(rows.rows[group.front()])));
                };
                return hash(a) < hash(b);
            });
        };
    return run_recipe(recipe, instance);
}

/// Batch numbers go on from the last call.
std::function<std::unique_ptr<Batcher>()> remembers() {
    return [] {
        auto calls = std::make_shared<std::uint64_t>(0);
        return std::make_unique<FunctionBatcher>([calls](const Instance& instance, Surroundings) {
            Answer answer = run_recipe(correct_recipe(), instance);
            // Which end of the list comes first changes with every call.
            if (++*calls % 2 == 0) std::reverse(answer.batches.begin(), answer.batches.end());
            return answer;
        });
    };
}

Answer fails_without_rows(const Instance& instance, Surroundings) {
    if (instance.rows.empty()) throw std::out_of_range{"no first row"};
    return run_recipe(correct_recipe(), instance);
}

Answer fails_without_keys(const Instance& instance, Surroundings) {
    Recipe recipe = correct_recipe();
    recipe.sort = [](const Instance& rows, const Recipe::Keys& keys, std::vector<RowList>& groups) {
        correct_recipe().sort(rows, keys, groups);
        const bool keyless =
            !keys.empty() &&
            std::all_of(keys.begin(), keys.end(), [](const auto& k) { return k.empty(); });
        if (keyless) throw std::out_of_range{"no first key"};
    };
    return run_recipe(recipe, instance);
}

/// The rest goes on from where the file ended: the output as input is another file.
Recipe starts_with_first_row() {
    Recipe recipe = correct_recipe();
    recipe.sort = [](const Instance& rows, const Recipe::Keys& keys, std::vector<RowList>& groups) {
        correct_recipe().sort(rows, keys, groups);
        const auto first = std::find_if(groups.begin(), groups.end(), [](const RowList& group) {
            return std::find(group.begin(), group.end(), 0U) != group.end();
        });
        if (first != groups.end()) std::rotate(groups.begin(), first, first + 1);
    };
    return recipe;
}

}  // namespace

std::vector<ZooEntry> order_bugs() {
    return {
        {"ties-by-position",
         "leaves groups of equal size in the order of the file",
         {"I7"},
         batcher_of(ties_by_position())},
        {"first-row-first",
         "always begins with the group of the first row",
         {"I7"},
         batcher_of(starts_with_first_row())},
        {"hash-order",
         "takes groups in the order of a hash table with a random seed",
         {"I6"},
         batcher_of(hash_order)},
        {"remembers", "answers otherwise when asked again", {"I6"}, remembers()},
        {"fails-without-keys",
         "breaks down if no row has a parent",
         {"I12"},
         batcher_of(fails_without_keys)},
        {"fails-without-rows",
         "breaks down on a file with nothing but a header",
         {"I12"},
         batcher_of(fails_without_rows)},
    };
}

}  // namespace rowlock::batcher
