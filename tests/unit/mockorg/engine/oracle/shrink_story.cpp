#include "tests/unit/mockorg/engine/oracle/shrink_story.hpp"

#include <algorithm>
#include <iterator>

namespace rowlock::oracle {
namespace {

template <class T>
void drop(std::vector<T>& from, std::size_t index) {
    from.erase(from.begin() + static_cast<std::ptrdiff_t>(index));
}

/// Without the action, and without what aborts it.
Story without_action(Story story, std::size_t dropped) {
    drop(story.actions, dropped);
    std::erase_if(story.actions, [&](const Action& action) {
        const auto* abort = std::get_if<Abort>(&action.what);
        return abort != nullptr && abort->action == dropped;
    });
    for (Action& action : story.actions) {
        auto* abort = std::get_if<Abort>(&action.what);
        if (abort != nullptr && abort->action > dropped) --abort->action;
    }
    return story;
}

/// All that are smaller by one action or outsider.
std::vector<Story> without_somebody(const Story& story) {
    std::vector<Story> smaller;
    for (std::size_t i = 0; i < story.actions.size(); ++i)
        smaller.push_back(without_action(story, i));
    for (std::size_t i = 0; i < story.outsiders.size(); ++i) {
        smaller.push_back(story);
        drop(smaller.back().outsiders, i);
    }
    return smaller;
}

/// The lists of rows of an action.
std::vector<Rows*> rows_of(Action& action) {
    std::vector<Rows*> lists;
    if (auto* write = std::get_if<RestWrite>(&action.what)) lists.push_back(&write->rows);
    if (auto* load = std::get_if<BulkLoad>(&action.what)) {
        for (Rows& rows : load->batches) lists.push_back(&rows);
    }
    return lists;
}

/// All that are smaller by one batch or row.
std::vector<Story> without_something(const Story& story) {
    std::vector<Story> smaller;
    for (std::size_t i = 0; i < story.actions.size(); ++i) {
        Story copy = story;
        auto* load = std::get_if<BulkLoad>(&copy.actions[i].what);
        for (std::size_t batch = 0; load != nullptr && batch < load->batches.size(); ++batch) {
            if (load->batches.size() == 1) break;
            smaller.push_back(copy);
            drop(std::get<BulkLoad>(smaller.back().actions[i].what).batches, batch);
        }
        const std::vector<Rows*> lists = rows_of(copy.actions[i]);
        for (std::size_t list = 0; list < lists.size(); ++list) {
            for (std::size_t row = 0; lists[list]->size() > 1 && row < lists[list]->size(); ++row) {
                smaller.push_back(story);
                drop(*rows_of(smaller.back().actions[i])[list], row);
            }
        }
    }
    return smaller;
}

}  // namespace

Story shrink_story(Story story, const std::function<bool(const Story&)>& bad) {
    for (;;) {
        std::vector<Story> smaller = without_somebody(story);
        std::vector<Story> more = without_something(story);
        std::move(more.begin(), more.end(), std::back_inserter(smaller));
        const auto found = std::find_if(smaller.begin(), smaller.end(), bad);
        if (found == smaller.end()) return story;
        story = std::move(*found);
    }
}

}  // namespace rowlock::oracle
