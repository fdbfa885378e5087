#include "harness/count/id_reconciliation.hpp"

#include "mockorg/base/record_id.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace rowlock {

IdReconciliation::IdReconciliation(IdTable ids) : ids_(std::move(ids)) {
    for (std::size_t row = 0; row < ids_.size(); ++row) {
        if (ids_[row][0] != '\0') rows_.push_back(static_cast<RowNumber>(row));
    }
    std::sort(rows_.begin(), rows_.end(), [this](RowNumber a, RowNumber b) {
        return ids_[a] != ids_[b] ? ids_[a] < ids_[b] : a < b;
    });
    found_.resize(rows_.size());
}

bool IdReconciliation::take(std::string_view id) {
    const auto parsed = RecordId::parse(id);
    if (!parsed) return false;
    const std::string text = parsed->text();
    IdText wanted{};
    std::copy(text.begin(), text.end(), wanted.begin());
    auto place = std::lower_bound(
        rows_.begin(),
        rows_.end(),
        wanted,
        [this](RowNumber row, const IdText& other) { return ids_[row] < other; }
    );
    bool known = false;
    for (; place != rows_.end() && ids_[*place] == wanted; ++place) {
        found_[static_cast<std::size_t>(place - rows_.begin())] = true;
        known = true;
    }
    return known;
}

std::vector<RowNumber> IdReconciliation::rows_that_are(bool found) const {
    std::vector<RowNumber> chosen;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (found_[i] == found) chosen.push_back(rows_[i]);
    }
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

}  // namespace rowlock
