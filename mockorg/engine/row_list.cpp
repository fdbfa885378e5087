#include "mockorg/engine/row_list.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace rowlock {
namespace {

constexpr std::size_t k_word_bits = 64;
/// Words whose bits share one rank.
constexpr std::size_t k_block_words = 8;
/// Shorter lists stay as they are.
constexpr std::size_t k_few_rows = 1024;
constexpr std::size_t k_row_bits = 32;

std::uint64_t without_lowest_bit(std::uint64_t bits) {
    return bits & (bits - 1);
}

}  // namespace

RowList::RowList(std::vector<std::uint32_t> rows) : size_(rows.size()), rows_(std::move(rows)) {}

void RowList::add_ascending(std::uint32_t row) {
    if (as_bits()) {
        set_bit(row, size_);
    } else {
        rows_.push_back(row);
        if (rows_.size() > k_few_rows && rows_.size() * k_row_bits > row) turn_into_bits();
    }
    ++size_;
}

void RowList::set_bit(std::uint32_t row, std::size_t index) {
    const std::size_t word = row / k_word_bits;
    if (word >= words_.size()) words_.resize(word + 1);
    const std::size_t blocks = word / k_block_words + 1;
    if (blocks > ranks_.size()) ranks_.resize(blocks, static_cast<std::uint32_t>(index));
    words_[word] |= std::uint64_t{1} << row % k_word_bits;
}

void RowList::turn_into_bits() {
    for (std::size_t i = 0; i < rows_.size(); ++i) set_bit(rows_[i], i);
    rows_ = {};
}

/// The word that holds the `index`th set bit.
RowList::BitPlace RowList::find_bit(std::size_t index) const {
    const auto behind = std::upper_bound(ranks_.begin(), ranks_.end(), index);
    const auto block = static_cast<std::size_t>(behind - ranks_.begin()) - 1;
    std::size_t word = block * k_block_words;
    std::size_t skipped = index - ranks_[block];
    for (;; ++word) {
        const auto count = static_cast<std::size_t>(std::popcount(words_[word]));
        if (skipped < count) break;
        skipped -= count;
    }
    std::uint64_t bits = words_[word];
    for (; skipped > 0; --skipped) bits = without_lowest_bit(bits);
    return {word, bits};
}

std::uint32_t RowList::at(std::size_t index) const {
    ROWLOCK_ASSERT(index < size_);
    if (!as_bits()) return rows_[index];
    const BitPlace place = find_bit(index);
    return static_cast<std::uint32_t>(
        place.word * k_word_bits + static_cast<std::size_t>(std::countr_zero(place.bits))
    );
}

std::vector<std::uint32_t> RowList::to_vector() const {
    if (!as_bits()) return rows_;
    std::vector<std::uint32_t> rows;
    rows.reserve(size_);
    Cursor cursor{*this};
    for (std::size_t i = 0; i < size_; ++i) rows.push_back(cursor.next());
    return rows;
}

std::size_t RowList::bytes() const {
    return rows_.capacity() * sizeof(std::uint32_t) + words_.capacity() * sizeof(std::uint64_t) +
           ranks_.capacity() * sizeof(std::uint32_t);
}

RowList::Cursor::Cursor(const RowList& list, std::size_t first) : list_(&list), index_(first) {
    if (!list.as_bits() || first >= list.size_) return;
    const BitPlace place = list.find_bit(first);
    word_ = place.word;
    bits_left_ = place.bits;
}

std::uint32_t RowList::Cursor::next() {
    ROWLOCK_ASSERT(index_ < list_->size_);
    const std::size_t index = index_++;
    if (!list_->as_bits()) return list_->rows_[index];
    while (bits_left_ == 0) bits_left_ = list_->words_[++word_];
    const auto bit = static_cast<std::size_t>(std::countr_zero(bits_left_));
    bits_left_ = without_lowest_bit(bits_left_);
    return static_cast<std::uint32_t>(word_ * k_word_bits + bit);
}

}  // namespace rowlock
