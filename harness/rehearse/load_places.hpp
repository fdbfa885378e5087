#pragma once

#include "harness/load/row_partitions.hpp"
#include "harness/replay/batch_exchange.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rowlock {

/// Where a row of a load went.
struct LoadPlace {
    /// Empty for the REST API.
    std::string job;
    /// Of Bulk API 1.0; of the REST API the transaction's number; empty elsewhere.
    std::string batch;
    /// Among the rows of its batch with Bulk API 1.0, of its request with REST, else of its job;
    /// from 0.
    std::uint64_t position = 0;
};

/// Which rows of a load's source were the rows of which job or transaction: filled as batches
/// settle. A row that was sent again has a place in each attempt.
class LoadPlaces {
public:
    /// What reached no job and no transaction is not kept.
    void add(const BatchExchange& settled);

    /// The row at a place; nothing if no batch that settled had it.
    std::optional<RowNumber> row(const LoadPlace& place) const;

    /// In the order in which the batches settled.
    std::vector<LoadPlace> places_of(RowNumber row) const;

private:
    struct Sent {
        RowSequence sequence;
        RowNumber first = 0;
        RowNumber count = 0;
    };

    using BatchName = std::pair<std::string, std::string>;

    std::map<BatchName, Sent> sent_;
    std::vector<BatchName> order_;
};

}  // namespace rowlock
