#include "harness/load/parent_picker.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>
#include <cmath>

namespace rowlock {
namespace {

/// (e^t - 1) / t, also near 0.
double expm1_ratio(double t) {
    return std::abs(t) > 1e-8 ? std::expm1(t) / t : 1.0 + t / 2.0;
}

/// ln(1 + t) / t, also near 0.
double log1p_ratio(double t) {
    return std::abs(t) > 1e-8 ? std::log1p(t) / t : 1.0 - t / 2.0;
}

/// How many parents are hot.
RowNumber hot_count(const PickHot& pick, RowNumber parents) {
    const double asked = pick.parents < 1.0 ? pick.parents * parents : pick.parents;
    return static_cast<RowNumber>(std::clamp(std::round(asked), 1.0, static_cast<double>(parents)));
}

}  // namespace

// The density x^-exponent is drawn from its continuous form over [1/2, n + 1/2] and accepted so
// that each whole number gets exactly its weight; the first rank's share of the area is cut to
// weight 1.
ZipfLaw::ZipfLaw(double exponent, RowNumber n) : exponent_(exponent), n_(n) {
    integral_low_ = integral(1.5) - 1.0;
    integral_high_ = integral(n_ + 0.5);
    accept_below_ = 2.0 - inverse_integral(integral(2.5) - density(2.0));
}

double ZipfLaw::density(double x) const {
    return std::exp(-exponent_ * std::log(x));
}

double ZipfLaw::integral(double x) const {
    const double log_x = std::log(x);
    return expm1_ratio((1.0 - exponent_) * log_x) * log_x;
}

double ZipfLaw::inverse_integral(double y) const {
    const double t = std::max(y * (1.0 - exponent_), -1.0);
    return std::exp(log1p_ratio(t) * y);
}

RowNumber ZipfLaw::draw(Random random) const {
    for (;;) {
        const double area = integral_low_ + random.uniform() * (integral_high_ - integral_low_);
        const double x = inverse_integral(area);
        const double rank = std::clamp(std::round(x), 1.0, n_);
        if (rank - x <= accept_below_ || area >= integral(rank + 0.5) - density(rank)) {
            return static_cast<RowNumber>(rank);
        }
    }
}

ParentPicker::ParentPicker(const ParentPick& pick, RowNumber parents, RowNumber rows, Random stream)
    : law_(law_of(pick, parents)), parents_(parents), rows_(rows), stream_(stream) {
    ROWLOCK_ASSERT(parents > 0);
    const auto* single = std::get_if<Single>(&law_);
    ROWLOCK_ASSERT(single == nullptr || single->parent < parents);
}

ParentPicker::Law ParentPicker::law_of(const ParentPick& pick, RowNumber parents) {
    if (std::holds_alternative<PickSequential>(pick)) return Sequential{};
    if (std::holds_alternative<PickGrouped>(pick)) return Grouped{};
    if (const auto* zipf = std::get_if<PickZipf>(&pick)) return ZipfLaw{zipf->exponent, parents};
    if (const auto* single = std::get_if<PickSingle>(&pick)) return Single{single->parent};
    if (const auto* hot = std::get_if<PickHot>(&pick)) {
        const RowNumber count = hot_count(*hot, parents);
        // Nobody is left to be cold.
        if (count == parents) return Uniform{};
        return Hot{hot->share, count};
    }
    return Uniform{};
}

RowNumber ParentPicker::draw_hot(const Hot& hot, Random random) const {
    if (random.uniform() < hot.share) return static_cast<RowNumber>(random.below(hot.parents));
    return hot.parents + static_cast<RowNumber>(random.below(parents_ - hot.parents));
}

RowNumber ParentPicker::pick(RowNumber row) const {
    if (std::holds_alternative<Uniform>(law_)) {
        return static_cast<RowNumber>(stream_.split(row).below(parents_));
    }
    if (std::holds_alternative<Sequential>(law_)) return row % parents_;
    if (std::holds_alternative<Grouped>(law_)) {
        return static_cast<RowNumber>(std::uint64_t{row} * parents_ / rows_);
    }
    if (const auto* zipf = std::get_if<ZipfLaw>(&law_)) return zipf->draw(stream_.split(row)) - 1;
    if (const auto* hot = std::get_if<Hot>(&law_)) return draw_hot(*hot, stream_.split(row));
    return std::get<Single>(law_).parent;
}

}  // namespace rowlock
