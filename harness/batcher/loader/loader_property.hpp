#pragma once

#include "harness/batcher/loader/faulty_org.hpp"
#include "harness/batcher/loader/history.hpp"
#include "harness/batcher/loader/loader.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::loader {

/// How a loader came through a history.
struct Course {
    History history;
    LoadTask task;
    /// Nothing if it never gave one.
    std::optional<LoadAccount> account;
    /// Why not, a sentence without a full stop.
    std::string failure;
    OrgTruth truth;
    std::vector<std::string> transcript;
};

/// Runs the loader through the history. Whatever it throws is a failure.
Course run_history(const Loader& loader, const History& history);

/// Something that holds for every good loader, whatever happens to it.
struct LoaderProperty {
    /// L1 to L8.
    std::string_view id;
    std::string_view name;
    /// A sentence without a full stop.
    std::string_view title;
    /// A sentence about what is wrong; nothing if the property holds.
    std::optional<std::string> (*check)(const Course&) = nullptr;
};

/// All of them, in the order in which they are checked.
const std::vector<LoaderProperty>& all_loader_properties();

/// By id or name, in any letter case; null if there is none.
const LoaderProperty* find_loader_property(std::string_view word);

}  // namespace rowlock::loader
