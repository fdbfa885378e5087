#pragma once

#include "harness/batcher/feature.hpp"
#include "harness/batcher/generator.hpp"
#include "harness/batcher/trial.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace rowlock::batcher {

/// Something a case can be, and enough cases of a run must be: otherwise the run proves little.
struct Label {
    std::string_view name;
    /// Not asked for where one of these is left out.
    std::vector<Feature> features;
    bool (*fits)(const Trial&) = nullptr;
    /// Whether cases of the domain can be so; null: of every domain.
    bool (*possible)(const Domain&) = nullptr;
    /// Not asked for where batches never hold so many rows.
    std::uint32_t cap_rows_min = 1;
};

const std::vector<Label>& all_labels();

/// A label's share below which a run fails: 1 %, which is one of the 60 cases of a short run.
inline constexpr std::uint64_t k_label_share = 100;
/// With fewer cases than this nobody can expect every label.
inline constexpr std::uint64_t k_labelled_cases_min = 60;

/// How many cases each label fits.
class LabelCounts {
public:
    LabelCounts();

    void count(const Trial& trial);

    std::uint64_t cases() const { return cases_; }

    /// By label.
    const std::vector<std::uint64_t>& counts() const { return counts_; }

    /// Labels, by number, that too few cases fit though the settings have them; none as long as
    /// there are too few cases at all.
    std::vector<std::size_t> missing(const GeneratorSettings& settings) const;

private:
    std::uint64_t cases_ = 0;
    std::vector<std::uint64_t> counts_;
};

}  // namespace rowlock::batcher
