#include "checks/input/keys_of_rows.hpp"

#include "checks/input/record_numbers.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace rowlock {

void KeysOfRows::end_row() {
    if (one_each_ && uses.size() == rows_ + 1) {
        ++rows_;
        return;
    }
    write_ends();
    ++rows_;
    ends_.push_back(static_cast<std::uint32_t>(uses.size()));
}

void KeysOfRows::add_single(std::span<const std::uint32_t> numbers, bool soft) {
    const bool gaps =
        std::find(numbers.begin(), numbers.end(), RecordNumbers::k_none) != numbers.end();
    if (gaps) write_ends();
    std::size_t use_count = uses.size();
    rows_ += numbers.size();
    uses.resize(use_count + numbers.size());
    KeyUse* const use = uses.data();
    if (one_each_) {
        for (const std::uint32_t number : numbers) use[use_count++] = KeyUse{number, soft};
        return;
    }
    ends_.resize(rows_);
    std::uint32_t* const end_of = ends_.data() + rows_ - numbers.size();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        // Written in any case: what is one too many is overwritten, or cut off.
        use[use_count] = KeyUse{numbers[i], soft};
        use_count += numbers[i] != RecordNumbers::k_none ? 1U : 0U;
        end_of[i] = static_cast<std::uint32_t>(use_count);
    }
    uses.resize(use_count);
}

void KeysOfRows::reserve(std::size_t rows, std::size_t uses_per_row) {
    rows_expected_ = rows;
    uses.reserve(rows * uses_per_row);
    if (!one_each_) ends_.reserve(rows);
}

std::span<const std::uint32_t> KeysOfRows::ends() {
    write_ends();
    return ends_;
}

RowKeys KeysOfRows::take(std::size_t key_count) && {
    if (one_each_) return RowKeys::one_each(std::move(uses), key_count);
    return {std::move(ends_), std::move(uses), key_count};
}

void KeysOfRows::clear() {
    rows_ = 0;
    ends_.clear();
    uses.clear();
    rules.clear();
    one_each_ = true;
}

/// From now on each row says where it ends.
void KeysOfRows::write_ends() {
    if (!one_each_) return;
    one_each_ = false;
    ends_.reserve(std::max(rows_expected_, rows_));
    ends_.resize(rows_);
    std::iota(ends_.begin(), ends_.end(), 1U);
}

}  // namespace rowlock
