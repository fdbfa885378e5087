#pragma once

#include "checks/contention/batch_order.hpp"
#include "checks/model/batching.hpp"
#include "checks/model/row_keys.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace rowlock {

/// Which uses of a key count: those that are certain, or all.
enum class KeyReading : std::uint8_t { hard, all };

constexpr bool counts(KeyUse use, KeyReading reading) {
    return reading == KeyReading::all || !use.soft();
}

/// For keys that several batches want: the batches, as positions in a sequence of batches,
/// ascending, each once.
struct KeyLists {
    /// Keys with a list, ascending.
    std::vector<KeyNo> keys;
    /// Where each list starts in `places`, and the end of the last one.
    std::vector<std::uint64_t> starts;
    std::vector<std::uint32_t> places;

    std::size_t count() const { return keys.size(); }

    std::span<const std::uint32_t> list(std::size_t number) const {
        return std::span{places}.subspan(starts[number], starts[number + 1] - starts[number]);
    }
};

/// Lists of the keys that at least two of `sequence` want; positions in Batching::batches.
/// `wanted`: one flag per key, or empty for every key.
KeyLists make_key_lists(
    const RowKeys& keys,
    const Batching& batching,
    std::span<const std::uint32_t> sequence,
    KeyReading reading,
    const std::vector<bool>& wanted
);

/// Counts the pairs of places that share a list and that `keep` leaves standing: it is given a
/// place and the bits of those it shares a list with, and clears what does not count; only bits
/// behind the place matter. Uses at most `bytes_max` for bits, but at least one place's.
std::uint64_t count_pairs(
    const KeyLists& lists,
    std::size_t place_count,
    std::size_t bytes_max,
    const std::function<void(std::uint32_t, std::span<std::uint64_t>)>& keep
);

}  // namespace rowlock
