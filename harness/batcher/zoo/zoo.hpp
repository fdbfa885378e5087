#pragma once

#include "harness/batcher/batcher.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace rowlock::batcher {

/// A batcher with one mistake, to prove that the suite can fail.
struct ZooEntry {
    std::string_view id;
    /// What it does wrong, a sentence without a full stop.
    std::string_view mistake;
    /// Properties, one of which is to notice at the latest.
    std::vector<std::string_view> killers;
    std::function<std::unique_ptr<Batcher>()> make;
    /// Rows of its counterexample at most, and why it takes more than four.
    std::uint32_t rows_max = 4;
    std::string_view reason = {};
};

/// All of them: those that lose rows or exceed limits, that misread keys, that put the wrong rows
/// together, that write broken files, and that depend on what they should not.
std::vector<ZooEntry> all_zoo_entries();

std::vector<ZooEntry> row_bugs();
std::vector<ZooEntry> key_bugs();
std::vector<ZooEntry> group_bugs();
std::vector<ZooEntry> file_bugs();
std::vector<ZooEntry> order_bugs();
std::vector<ZooEntry> claim_bugs();

}  // namespace rowlock::batcher
