#include "harness/verify/roll_up_recount.hpp"

#include <algorithm>
#include <cmath>

namespace rowlock {

RollUpRecount::RollUpRecount(RollUpKind kind, int scale)
    : kind_(kind), tolerance_(0.5 * std::pow(10.0, -scale)) {}

void RollUpRecount::add_master(const RecordId& id, std::optional<double> shown) {
    masters_.push_back({id, shown, std::nullopt});
}

void RollUpRecount::end_masters() {
    std::sort(masters_.begin(), masters_.end(), [](const Master& a, const Master& b) {
        return a.id < b.id;
    });
}

bool RollUpRecount::add_detail(const RecordId& master, std::optional<double> value) {
    const auto found = std::lower_bound(
        masters_.begin(),
        masters_.end(),
        master,
        [](const Master& known, const RecordId& id) { return known.id < id; }
    );
    if (found == masters_.end() || found->id != master) return false;
    if (kind_ == RollUpKind::count) value = 1.0;
    if (value) include(found->value, *value);
    return true;
}

void RollUpRecount::include(std::optional<double>& value, double detail) const {
    if (!value) {
        value = detail;
    } else if (kind_ == RollUpKind::min) {
        value = std::min(*value, detail);
    } else if (kind_ == RollUpKind::max) {
        value = std::max(*value, detail);
    } else {
        *value += detail;
    }
}

std::optional<double> RollUpRecount::or_zero(std::optional<double> value) const {
    const bool adds_up = kind_ == RollUpKind::count || kind_ == RollUpKind::sum;
    return adds_up ? value.value_or(0.0) : value;
}

bool RollUpRecount::equal(const Master& master) const {
    const auto shown = or_zero(master.shown);
    const auto value = or_zero(master.value);
    if (!shown || !value) return shown.has_value() == value.has_value();
    // Sums in binary are off by a few units of the sixteenth digit.
    return std::abs(*shown - *value) <= std::max(tolerance_ * 0.999, std::abs(*value) * 1e-12);
}

std::vector<RollUpRecount::Mismatch> RollUpRecount::mismatches() const {
    std::vector<Mismatch> found;
    for (const Master& master : masters_) {
        if (!equal(master))
            found.push_back({master.id, or_zero(master.shown), or_zero(master.value)});
    }
    return found;
}

}  // namespace rowlock
