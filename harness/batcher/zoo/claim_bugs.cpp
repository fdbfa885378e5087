// Batchers that say more than is so.
#include "harness/batcher/zoo/recipe.hpp"

namespace rowlock::batcher {
namespace {

std::function<std::unique_ptr<Batcher>()> claiming(
    Recipe recipe, std::function<void(const Instance&, Answer&)> claim
) {
    return batcher_of([recipe, claim](const Instance& instance, Surroundings) {
        Answer answer = run_recipe(recipe, instance);
        claim(instance, answer);
        return answer;
    });
}

Recipe plain_cut() {
    Recipe recipe = correct_recipe();
    recipe.group = [](const Instance& instance, const Recipe::Keys&) {
        std::vector<RowList> rows;
        for (std::uint32_t row = 0; row < instance.rows.size(); ++row) rows.push_back({row});
        return rows;
    };
    return recipe;
}

}  // namespace

std::vector<ZooEntry> claim_bugs() {
    return {
        {"always-safe",
         "calls every plan safe",
         {"I11"},
         claiming(plain_cut(), [](const Instance&, Answer& answer) { answer.claims.safe = true; })},
        {"wrong-batch-count",
         "claims as many batches as full ones would be",
         {"I11"},
         claiming(
             correct_recipe(),
             [](const Instance& instance, Answer& answer) {
                 const std::uint64_t cap = instance.caps.rows;
                 answer.claims.batches = (instance.rows.size() + cap - 1) / cap;
             }
         )},
        {"bound-above-makespan",
         "claims a lower bound of a batch after the other and the makespan of all at once",
         {"I11"},
         claiming(
             correct_recipe(),
             [](const Instance&, Answer& answer) {
                 constexpr double k_seconds = 5;
                 answer.claims.makespan = k_seconds;
                 answer.claims.lower_bound = k_seconds * static_cast<double>(answer.batches.size());
             }
         )},
    };
}

}  // namespace rowlock::batcher
