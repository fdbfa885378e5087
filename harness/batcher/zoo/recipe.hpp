#pragma once

#include "harness/batcher/answer_files.hpp"
#include "harness/batcher/batcher.hpp"
#include "harness/batcher/zoo/zoo.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace rowlock::batcher {

/// Rows of one batch, in the order of sending.
using RowList = std::vector<std::uint32_t>;

/// A plain correct batcher in steps, each of which a bug can replace: read the keys, link rows,
/// pack groups best fit first by size, cut what exceeds a batch into a feed, write files.
struct Recipe {
    using Keys = std::vector<std::vector<std::string>>;

    /// The keys of a row.
    std::function<std::vector<std::string>(const Instance&, std::size_t row)> keys;
    /// Rows that must stay together, in any order.
    std::function<std::vector<RowList>(const Instance&, const Keys&)> group;
    /// The order of rows and groups before they are packed.
    std::function<void(const Instance&, const Keys&, std::vector<RowList>&)> sort;
    /// Whether rows of these bytes, header included, fit into a batch.
    std::function<bool(const Instance&, const RowList&)> fits;
    /// Batches of groups that fit.
    std::function<std::vector<AnswerBatch>(const Recipe&, const Instance&, std::vector<RowList>)>
        pack;
    /// Batches of a group that does not.
    std::function<std::vector<AnswerBatch>(const Recipe&, const Instance&, const RowList&)> cut;
    /// Last changes to the batches.
    std::function<void(const Instance&, std::vector<AnswerBatch>&)> finish;
    /// The text of a batch's file; empty function: no files are written.
    std::function<std::string(const Instance&, const RowList&)> write;
};

/// The correct one.
Recipe correct_recipe();

/// The correct one, that writes files.
Recipe correct_file_recipe();

Answer run_recipe(const Recipe& recipe, const Instance& instance);

/// A batcher that follows the recipe.
std::function<std::unique_ptr<Batcher>()> batcher_of(Recipe recipe);

/// A batcher that is this function.
std::function<std::unique_ptr<Batcher>()> batcher_of(FunctionBatcher::Function function);

/// The key as the correct recipe reads it; empty for none.
std::string read_key(const std::string& cell);

/// The keys of a row with `read` in place of read_key.
std::vector<std::string> keys_by(
    const Instance& instance,
    std::size_t row,
    const std::function<std::string(const std::string&)>& read
);

AnswerBatch batch_of(RowList rows, BatchLane lane = BatchLane::parallel);

/// Rows in batches of `size`, the last one smaller.
std::vector<RowList> pieces_of(const RowList& rows, std::size_t size);

}  // namespace rowlock::batcher
