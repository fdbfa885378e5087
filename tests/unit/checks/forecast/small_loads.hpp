#pragma once

#include "checks/model/batching.hpp"
#include "checks/model/row_keys.hpp"
#include "mockorg/base/random.hpp"

#include <vector>

namespace rowlock::test {

/// A load as batches of rows of keys.
struct SmallLoad {
    RowKeys rows;
    Batching batching;

    PlannedBatch& add_batch(const std::vector<std::vector<KeyNo>>& keys_of_rows) {
        PlannedBatch batch;
        batch.first = static_cast<std::uint32_t>(batching.order.size());
        batch.rows = static_cast<std::uint32_t>(keys_of_rows.size());
        for (const auto& keys : keys_of_rows) {
            batching.order.push_back(static_cast<RowNo>(rows.row_count()));
            for (const KeyNo key : keys) rows.add({key, false});
            rows.end_row();
        }
        batching.batches.push_back(batch);
        return batching.batches.back();
    }
};

/// Batches of `rows_each` rows, each row under one of `parents` keys drawn evenly.
inline SmallLoad random_load(
    std::uint32_t batches, std::uint32_t rows_each, std::uint64_t parents, std::uint64_t seed
) {
    SmallLoad load;
    Random random{seed};
    for (std::uint32_t batch = 0; batch < batches; ++batch) {
        std::vector<std::vector<KeyNo>> rows;
        for (std::uint32_t row = 0; row < rows_each; ++row) {
            rows.push_back({static_cast<KeyNo>(random.below(parents))});
        }
        load.add_batch(rows);
    }
    return load;
}

/// `batches` batches of one row each, all under one key.
inline SmallLoad one_key_load(std::uint32_t batches) {
    SmallLoad load;
    for (std::uint32_t batch = 0; batch < batches; ++batch) load.add_batch({{0}});
    return load;
}

}  // namespace rowlock::test
