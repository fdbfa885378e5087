#include "harness/rehearse/ordered_batches.hpp"

#include "harness/load/row_sorting.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <vector>

namespace rowlock {
namespace {

/// The load's partitions as that order would fill them.
std::vector<RowSequence> ordered(const FinishedStrategy& finished, std::size_t column) {
    const auto rows = std::make_shared<std::vector<RowNumber>>();
    for (const RowSequence& partition : finished.load.partitions)
        for (RowNumber i = 0; i < partition.size(); ++i) rows->push_back(partition[i]);
    sort_rows(finished.rows, column, finished.ids, *rows);
    const auto starts = std::make_shared<const std::vector<bool>>(
        group_starts(finished.rows, column, finished.ids, *rows)
    );
    std::vector<RowSequence> partitions;
    RowNumber first = 0;
    for (const RowSequence& partition : finished.load.partitions) {
        partitions.emplace_back(rows, starts, first, partition.size());
        first += partition.size();
    }
    return partitions;
}

/// In how many batches each value was seen.
class SeenValues {
public:
    explicit SeenValues(const std::set<std::string>& values) {
        for (const std::string& value : values) batches_[value];
    }

    void add(const std::string& value, std::uint64_t batch) {
        const auto found = batches_.find(value);
        if (found != batches_.end()) found->second.insert(batch);
    }

    std::set<std::string> in_one() const {
        std::set<std::string> values;
        for (const auto& [value, batches] : batches_)
            if (batches.size() == 1) values.insert(value);
        return values;
    }

private:
    std::map<std::string, std::set<std::uint64_t>> batches_;
};

}  // namespace

std::set<std::string> values_in_one_batch(
    const FinishedStrategy& finished,
    std::size_t column,
    const ValueOf& value_of,
    const std::set<std::string>& values
) {
    const auto org_rows = static_cast<RowNumber>(finished.org.config().bulk_limits.rows_per_batch);
    SeenValues seen{values};
    std::uint64_t batch = 0;
    for (const RowSequence& partition : ordered(finished, column)) {
        RowNumber sent = 0;
        while (sent < partition.size()) {
            const RowNumber size = partition.batch_size(sent, finished.strategy.load.batch_rows);
            // The org cuts a job that is larger than its batches, wherever that is.
            for (RowNumber i = 0; i < size; ++i) {
                if (i % org_rows == 0) ++batch;
                seen.add(value_of(partition[sent + i]), batch);
            }
            sent += size;
        }
    }
    return seen.in_one();
}

}  // namespace rowlock
