#include "harness/replay/result_ledger.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace rowlock {
namespace {

constexpr std::size_t k_codes_max = 254;
constexpr std::string_view k_other = "OTHER";
/// A text without a colon is no code; keep what tells such texts apart.
constexpr std::size_t k_code_length_max = 80;
/// Longer samples add nothing: a lock error lists up to 200 ids.
constexpr std::size_t k_sample_max = 300;

std::size_t index_of(RowStatus status) {
    return static_cast<std::size_t>(status);
}

}  // namespace

ResultLedger::ResultLedger(std::size_t rows)
    : status_(rows, RowStatus::not_sent), code_of_(rows, 0) {
    counts_[index_of(RowStatus::not_sent)] = rows;
}

void ResultLedger::leave(RowNumber row) {
    const RowStatus old = status_[row];
    --counts_[index_of(old)];
    if (old == RowStatus::failed) --failures_[code_of_[row]].rows;
}

void ResultLedger::set(RowNumber row, RowStatus status) {
    ROWLOCK_ASSERT(status != RowStatus::failed);
    leave(row);
    status_[row] = status;
    ++counts_[index_of(status)];
}

void ResultLedger::set_failed(RowNumber row, std::string_view error_text) {
    leave(row);
    const std::uint8_t code = code_number(error_text);
    status_[row] = RowStatus::failed;
    code_of_[row] = code;
    ++counts_[index_of(RowStatus::failed)];
    ++failures_[code].rows;
}

std::uint8_t ResultLedger::code_number(std::string_view error_text) {
    const std::string_view code =
        error_text.substr(0, error_text.find(':')).substr(0, k_code_length_max);
    if (last_code_ < failures_.size() && failures_[last_code_].code == code) return last_code_;
    const auto find = [this](std::string_view wanted) {
        return std::find_if(failures_.begin(), failures_.end(), [&](const FailureCount& known) {
            return known.code == wanted;
        });
    };
    auto found = find(code);
    if (found == failures_.end()) {
        const bool full = failures_.size() >= k_codes_max;
        if (full) found = find(k_other);
        if (found == failures_.end()) {
            const std::string_view name = full ? k_other : code;
            failures_.push_back(
                {std::string{name}, 0, std::string{error_text.substr(0, k_sample_max)}}
            );
            found = failures_.end() - 1;
        }
    }
    last_code_ = static_cast<std::uint8_t>(found - failures_.begin());
    return last_code_;
}

void ResultLedger::check_invariants() const {
    std::array<std::uint64_t, k_row_statuses> counted{};
    std::vector<std::uint64_t> by_code(failures_.size(), 0);
    for (std::size_t row = 0; row < status_.size(); ++row) {
        ++counted.at(index_of(status_[row]));
        if (status_[row] == RowStatus::failed) ++by_code.at(code_of_[row]);
    }
    ROWLOCK_ASSERT(std::equal(counted.begin(), counted.end(), std::begin(counts_)));
    ROWLOCK_ASSERT(std::accumulate(counted.begin(), counted.end(), std::uint64_t{0}) == rows());
    for (std::size_t code = 0; code < failures_.size(); ++code) {
        ROWLOCK_ASSERT(by_code[code] == failures_[code].rows);
    }
}

}  // namespace rowlock
