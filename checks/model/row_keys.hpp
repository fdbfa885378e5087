#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <utility>
#include <vector>

namespace rowlock {

/// A lock key of the load under inspection, counted from 0 without gaps.
using KeyNo = std::uint32_t;

/// A row of the load under inspection, counted from 0 over all its files in the order given.
using RowNo = std::uint32_t;

/// One key that a row locks (hard: under every reading of the rules) or may lock (soft).
class KeyUse {
public:
    KeyUse() = default;

    constexpr KeyUse(KeyNo key, bool soft) : bits_(key | (soft ? k_soft_bit : 0)) {}

    constexpr KeyNo key() const { return bits_ & ~k_soft_bit; }

    constexpr bool soft() const { return (bits_ & k_soft_bit) != 0; }

    constexpr auto operator<=>(const KeyUse&) const = default;

private:
    static constexpr std::uint32_t k_soft_bit = std::uint32_t{1} << 31;

    std::uint32_t bits_ = 0;
};

/// What contention is about, and nothing else: which keys each row locks. Rows lie one after
/// another; 4 bytes for a row and 4 for each of its keys. At most 2^31 keys and 2^32 - 1 uses.
class RowKeys {
public:
    RowKeys() = default;

    /// Takes over what was put together elsewhere: for each row the number of uses up to and
    /// including its own; the uses of all rows; the number of keys, above every key used.
    RowKeys(
        std::pmr::vector<std::uint32_t> ends, std::pmr::vector<KeyUse> uses, std::size_t key_count
    )
        : ends_(std::move(ends)), uses_(std::move(uses)), key_count_(key_count) {}

    /// The same where each row has just one key, which saves the 4 bytes a row.
    static RowKeys one_each(std::pmr::vector<KeyUse> uses, std::size_t key_count) {
        RowKeys keys;
        keys.uses_ = std::move(uses);
        keys.key_count_ = key_count;
        keys.one_each_ = true;
        return keys;
    }

    std::size_t row_count() const { return one_each_ ? uses_.size() : ends_.size(); }

    std::size_t key_count() const { return key_count_; }

    std::size_t use_count() const { return uses_.size(); }

    /// Each key once, a key that is both hard and soft as hard.
    std::span<const KeyUse> of(RowNo row) const {
        if (one_each_) return {uses_.data() + row, 1};
        const std::uint32_t begin = row == 0 ? 0 : ends_[row - 1];
        return {uses_.data() + begin, uses_.data() + ends_[row]};
    }

    /// Whether any use is soft: looks at all of them, at memory speed.
    bool has_soft() const {
        return std::any_of(uses_.begin(), uses_.end(), [](KeyUse use) { return use.soft(); });
    }

    /// A hint that `of(row)` will be asked for soon.
    void prefetch(RowNo row) const {
        if (one_each_) return __builtin_prefetch(uses_.data() + row);
        __builtin_prefetch(ends_.data() + row);
    }

    void reserve(std::size_t rows, std::size_t uses) {
        ends_.reserve(rows);
        uses_.reserve(uses);
    }

    /// Adds one key to the row being built; doubles are for the caller to leave out.
    void add(KeyUse use) {
        uses_.push_back(use);
        if (use.key() >= key_count_) key_count_ = std::size_t{use.key()} + 1;
    }

    void end_row() { ends_.push_back(static_cast<std::uint32_t>(uses_.size())); }

private:
    std::pmr::vector<std::uint32_t> ends_;
    std::pmr::vector<KeyUse> uses_;
    std::size_t key_count_ = 0;
    /// Then there are no ends. Never while rows are added one by one.
    bool one_each_ = false;
};

}  // namespace rowlock
