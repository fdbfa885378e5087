#pragma once

#include "checks/bounds/batch_limits.hpp"
#include "checks/input/input_request.hpp"
#include "checks/input/loaded_input.hpp"
#include "checks/report/check_report.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// How the rows lie on the records they lock, per object of these records, in the order of the
/// objects' names. `loads` is by key. The records that rows are about are left out where every row
/// has one of its own.
std::vector<SkewPart> measure_parents(
    const LoadedInput& input,
    const std::vector<LoadFiles>& requested,
    std::span<const LoadSize> loads,
    const BatchLimits& limits
);

/// A value of a column, and the rows that have it.
struct ValueCount {
    std::string name;
    std::uint64_t rows = 0;
};

/// The owners of the first load's rows in the order in which they are first met; empty if no file
/// has an OwnerId column. Reads the files once more.
std::vector<ValueCount> count_owners(const std::vector<LoadedFile>& files);

/// How rows lie on owners; nothing if there are none.
std::vector<SkewPart> measure_owners(
    const std::vector<ValueCount>& counted, const BatchLimits& limits
);

/// Components and bounds. `row_bytes` is by row.
struct LoadShape {
    ComponentPart components;
    BoundPart bounds;
};

LoadShape measure_shape(
    const LoadedInput& input,
    std::span<const std::uint32_t> row_bytes,
    std::span<const LoadSize> loads,
    const BatchLimits& limits,
    std::uint32_t workers
);

}  // namespace rowlock
