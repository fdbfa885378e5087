#pragma once

#include "harness/batcher/abstract_case.hpp"
#include "harness/batcher/domain.hpp"
#include "harness/batcher/feature.hpp"

#include <cstdint>
#include <vector>

namespace rowlock::batcher {

struct GeneratorSettings {
    std::uint64_t seed = 1;
    /// Rows of a case; at least 1.
    std::uint32_t rows_max = 24;
    /// Rows of a batch go from 1 to this, and to a third of rows_max; at least 1.
    std::uint32_t cap_rows_max = 7;
    std::uint32_t chunk_rows = 2;
    std::uint32_t workers = 2;
    /// Empty: the standard ones.
    std::vector<Domain> domains;
    FeatureSet features;
};

/// Case `number`, from 0, of the endless row of cases of these settings: depends on nothing else.
/// Structures, domains and features take turns, so that even 60 cases see all of them; the first
/// cases are small.
AbstractCase make_case(const GeneratorSettings& settings, std::uint64_t number);

}  // namespace rowlock::batcher
