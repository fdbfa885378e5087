// Batchers that put the wrong rows together, or apart in the wrong way.
#include "harness/batcher/zoo/recipe.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace rowlock::batcher {
namespace {

Recipe packing(
    std::function<std::vector<AnswerBatch>(const Recipe&, const Instance&, std::vector<RowList>)>
        pack
) {
    Recipe recipe = correct_recipe();
    recipe.pack = std::move(pack);
    return recipe;
}

Recipe cutting(std::function<void(std::size_t place, AnswerBatch&)> change) {
    Recipe recipe = correct_recipe();
    recipe.cut = [change](const Recipe& self, const Instance& instance, const RowList& group) {
        auto batches = correct_recipe().cut(self, instance, group);
        for (std::size_t i = 0; i < batches.size(); ++i) change(i, batches[i]);
        return batches;
    };
    return recipe;
}

/// Every cap rows a batch, wherever a group ends.
std::vector<AnswerBatch> cut_anywhere(
    const Recipe&, const Instance& instance, std::vector<RowList> groups
) {
    RowList all;
    for (const RowList& group : groups) all.insert(all.end(), group.begin(), group.end());
    std::vector<AnswerBatch> batches;
    for (RowList& rows : pieces_of(all, instance.caps.rows)) {
        batches.push_back(batch_of(std::move(rows)));
    }
    return batches;
}

std::vector<AnswerBatch> one_batch_each(
    const Recipe&, const Instance&, std::vector<RowList> groups
) {
    std::vector<AnswerBatch> batches;
    for (RowList& group : groups) batches.push_back(batch_of(std::move(group)));
    return batches;
}

/// In the order of the keys, and never back to a batch that was left.
std::vector<AnswerBatch> next_fit(
    const Recipe& recipe, const Instance& instance, std::vector<RowList> groups
) {
    const auto place = [&](const RowList& group) {
        return std::pair{recipe.keys(instance, group.front()), instance.rows[group.front()]};
    };
    std::sort(groups.begin(), groups.end(), [&place](const RowList& a, const RowList& b) {
        return place(a) < place(b);
    });
    std::vector<AnswerBatch> batches;
    for (const RowList& group : groups) {
        RowList rows = batches.empty() ? RowList{} : batches.back().rows;
        rows.insert(rows.end(), group.begin(), group.end());
        if (!batches.empty() && recipe.fits(instance, rows)) {
            batches.back().rows = std::move(rows);
        } else {
            batches.push_back(batch_of(group));
        }
    }
    return batches;
}

/// Each row takes the label of the first of its keys that has one: later links are not followed.
std::vector<RowList> one_pass_labels(const Instance& instance, const Recipe::Keys& keys) {
    std::map<std::string, std::uint32_t> label;
    std::map<std::uint32_t, RowList> groups;
    for (std::uint32_t row = 0; row < instance.rows.size(); ++row) {
        std::uint32_t mine = row;
        for (const std::string& key : keys[row]) {
            if (label.count(key) > 0) mine = std::min(mine, label[key]);
        }
        for (const std::string& key : keys[row]) label[key] = mine;
        groups[mine].push_back(row);
    }
    std::vector<RowList> lists;
    for (auto& entry : groups) lists.push_back(std::move(entry.second));
    return lists;
}

Recipe labelling() {
    Recipe recipe = correct_recipe();
    recipe.group = one_pass_labels;
    return recipe;
}

void all_serial(const Instance&, std::vector<AnswerBatch>& batches) {
    for (AnswerBatch& batch : batches) batch.lane = BatchLane::serial;
}

void one_phase_each(const Instance&, std::vector<AnswerBatch>& batches) {
    for (std::uint32_t i = 0; i < batches.size(); ++i) batches[i].phase = i;
}

Recipe finishing(std::function<void(const Instance&, std::vector<AnswerBatch>&)> finish) {
    Recipe recipe = correct_recipe();
    recipe.finish = std::move(finish);
    return recipe;
}

}  // namespace

std::vector<ZooEntry> group_bugs() {
    return {
        {"cuts-groups",
         "cuts every cap rows, in the middle of a group if need be",
         {"I4"},
         batcher_of(packing(cut_anywhere))},
        {"oversize-group-parallel",
         "leaves a group that exceeds a batch in the parallel job",
         {"I4"},
         batcher_of(cutting([](std::size_t, AnswerBatch& batch) {
             batch.lane = BatchLane::parallel;
         }))},
        {"half-serial-half-parallel",
         "sends the first batch of such a group in parallel and the others in a serial job",
         {"I4"},
         batcher_of(cutting([](std::size_t place, AnswerBatch& batch) {
             batch.lane = place == 0 ? BatchLane::parallel : BatchLane::serial;
         }))},
        {"feed-of-its-own",
         "gives every batch of such a group a feed of its own",
         {"I4"},
         batcher_of(cutting([](std::size_t place, AnswerBatch& batch) {
             batch.feed_group = static_cast<std::uint32_t>(place);
         }))},
        {"two-phases-only",
         "puts the rest of such a group into a second phase, however many batches that is",
         {"I4"},
         batcher_of(cutting([](std::size_t place, AnswerBatch& batch) {
             batch.lane = BatchLane::parallel;
             batch.phase = place == 0 ? 0 : 1;
         }))},
        {"one-pass-labels",
         "labels rows in one pass and never joins two labels",
         {"I4"},
         batcher_of(labelling())},
        {"one-batch-a-group",
         "packs nothing: every group is a batch",
         {"Q1"},
         batcher_of(packing(one_batch_each))},
        {"next-fit",
         "never looks back at a batch that has room",
         {"Q1", "Q4", "M2"},
         batcher_of(packing(next_fit)),
         16,
         "two batches are wasted only where several groups do not fit together"},
        {"all-serial",
         "sends everything in one serial job",
         {"Q2", "Q3"},
         batcher_of(finishing(all_serial))},
        {"one-phase-a-batch",
         "waits for every batch before it sends the next",
         {"Q2", "Q3"},
         batcher_of(finishing(one_phase_each))},
    };
}

}  // namespace rowlock::batcher
