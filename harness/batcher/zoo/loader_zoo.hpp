#pragma once

#include "harness/batcher/loader/loader.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace rowlock::loader {

/// A loader with one mistake, to prove that the suite can fail.
struct LoaderBug {
    std::string_view id;
    /// What it does wrong, a sentence without a full stop.
    std::string_view mistake;
    /// Properties, one of which is to notice at the latest.
    std::vector<std::string_view> killers;
    Loader loader;
    /// Rows of its counterexample at most.
    std::uint32_t rows_max = 4;
};

/// All of them: those that send again what they should not, that spoil what they send, that misread
/// what the org says, that give up too early or too late, and those of other APIs.
std::vector<LoaderBug> all_loader_bugs();

/// A loader that runs a fresh BuggyLoader, which is made like a BulkLoader, for every load.
template <class BuggyLoader>
Loader loader_of() {
    return [](const LoadTask& task, OrgConnection& org) { return BuggyLoader{task, org}.run(); };
}

std::vector<LoaderBug> sending_bugs();
std::vector<LoaderBug> text_bugs();
std::vector<LoaderBug> reading_bugs();
std::vector<LoaderBug> patience_bugs();
std::vector<LoaderBug> other_api_bugs();

}  // namespace rowlock::loader
