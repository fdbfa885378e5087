#include "checks/contention/key_lists.hpp"

#include "checks/contention/bit_row.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace rowlock {
namespace {

constexpr std::uint32_t k_none = std::numeric_limits<std::uint32_t>::max();

/// What a pass over all rows needs of a key, side by side in memory.
struct KeyState {
    std::uint32_t last_place = k_none;
    /// Batches so far; in the second pass, where the next one goes, or k_none.
    std::uint32_t count = 0;
};

/// Calls `visit(state, place)` once for each key of each batch.
template <class Visit>
void for_each_batch_key(
    const RowKeys& keys,
    const Batching& batching,
    std::span<const std::uint32_t> sequence,
    KeyReading reading,
    std::vector<KeyState>& states,
    const Visit& visit
) {
    KeyState* const state_of = states.data();
    for (std::uint32_t place = 0; place < sequence.size(); ++place) {
        for (const RowNo row : batching.rows_of(batching.batches[sequence[place]])) {
            for (const KeyUse use : keys.of(row)) {
                KeyState& state = state_of[use.key()];
                if (!counts(use, reading) || state.last_place == place) continue;
                state.last_place = place;
                visit(state, place);
            }
        }
    }
}

/// The bits of one list's places, for ORing whole words.
class ListBits {
public:
    explicit ListBits(std::size_t words) : bits_(words) {}

    void put(std::span<const std::uint32_t> list) {
        for (const std::uint32_t place : list) set_bit(bits_, place);
    }

    void take_away(std::span<const std::uint32_t> list) {
        for (const std::uint32_t place : list) bits_[place / 64] = 0;
    }

    void add_to(std::span<std::uint64_t> row, std::uint32_t from) const {
        for (std::size_t word = from / 64; word < row.size(); ++word) row[word] |= bits_[word];
    }

private:
    std::vector<std::uint64_t> bits_;
};

std::uint64_t count_bits_behind(std::uint32_t place, std::span<std::uint64_t> row) {
    clear_bits(row, 0, std::size_t{place} + 1);
    std::uint64_t count = 0;
    for (std::size_t word = place / 64; word < row.size(); ++word) {
        count += static_cast<std::uint64_t>(std::popcount(row[word]));
    }
    return count;
}

/// Sets, for each of the list's places from `begin` to `end`, the bits of those behind it.
void mark_list(
    std::span<const std::uint32_t> list,
    std::uint32_t begin,
    std::uint32_t end,
    std::size_t words,
    std::vector<std::uint64_t>& stripe,
    ListBits& list_bits
) {
    const auto first = std::lower_bound(list.begin(), list.end(), begin);
    const auto last = std::lower_bound(first, list.end(), end);
    if (first == last) return;
    // Whichever touches less: a word for every place there is, or a bit for every place listed.
    const bool by_words = list.size() > words;
    if (by_words) list_bits.put(list);
    for (auto at = first; at != last; ++at) {
        const std::span row = std::span{stripe}.subspan((*at - begin) * words, words);
        if (by_words) {
            list_bits.add_to(row, *at);
        } else {
            for (auto other = at + 1; other != list.end(); ++other) set_bit(row, *other);
        }
    }
    if (by_words) list_bits.take_away(list);
}

}  // namespace

KeyLists make_key_lists(
    const RowKeys& keys,
    const Batching& batching,
    std::span<const std::uint32_t> sequence,
    KeyReading reading,
    const std::vector<bool>& wanted
) {
    std::vector<KeyState> states(keys.key_count());
    for_each_batch_key(
        keys,
        batching,
        sequence,
        reading,
        states,
        [](KeyState& state, std::uint32_t) { ++state.count; }
    );
    KeyLists lists;
    lists.starts.push_back(0);
    for (std::size_t key = 0; key < states.size(); ++key) {
        const std::uint32_t count = states[key].count;
        states[key] = {k_none, k_none};
        if (count < 2 || (!wanted.empty() && !wanted[key])) continue;
        // There are fewer uses than 2^32.
        states[key].count = static_cast<std::uint32_t>(lists.starts.back());
        lists.keys.push_back(static_cast<KeyNo>(key));
        lists.starts.push_back(lists.starts.back() + count);
    }
    if (lists.keys.empty()) return lists;
    lists.places.resize(lists.starts.back());
    std::uint32_t* const places = lists.places.data();
    for_each_batch_key(
        keys,
        batching,
        sequence,
        reading,
        states,
        [&](KeyState& state, std::uint32_t place) {
            if (state.count != k_none) places[state.count++] = place;
        }
    );
    return lists;
}

std::uint64_t count_pairs(
    const KeyLists& lists,
    std::size_t place_count,
    std::size_t bytes_max,
    const std::function<void(std::uint32_t, std::span<std::uint64_t>)>& keep
) {
    if (lists.count() == 0) return 0;
    const std::size_t words = bit_words(place_count);
    const std::size_t rows =
        std::clamp<std::size_t>(bytes_max / (words * sizeof(std::uint64_t)), 1, place_count);
    std::vector<std::uint64_t> stripe(rows * words);
    ListBits list_bits{words};
    std::uint64_t pairs = 0;
    for (std::size_t begin = 0; begin < place_count; begin += rows) {
        const std::size_t end = std::min(begin + rows, place_count);
        std::fill(stripe.begin(), stripe.end(), 0);
        for (std::size_t i = 0; i < lists.count(); ++i) {
            mark_list(
                lists.list(i),
                static_cast<std::uint32_t>(begin),
                static_cast<std::uint32_t>(end),
                words,
                stripe,
                list_bits
            );
        }
        for (std::size_t place = begin; place < end; ++place) {
            const std::span row = std::span{stripe}.subspan((place - begin) * words, words);
            keep(static_cast<std::uint32_t>(place), row);
            pairs += count_bits_behind(static_cast<std::uint32_t>(place), row);
        }
    }
    return pairs;
}

}  // namespace rowlock
