#include "checks/input/first_use_order.hpp"

#include <algorithm>

namespace rowlock {
namespace {

/// Whether the numbers already are those by first use: where rows are read one column at a time,
/// they are, and to see it takes no look at anything but the uses.
bool in_order_of_first_use(std::span<const KeyUse> uses, std::size_t numbers) {
    KeyNo next = 0;
    const bool in_order = std::all_of(uses.begin(), uses.end(), [&](KeyUse use) {
        next += use.key() == next ? 1U : 0U;
        return use.key() < next;
    });
    return in_order && next == numbers;
}

}  // namespace

KeyNumbers number_keys_by_first_use(std::span<KeyUse> uses, std::size_t numbers) {
    KeyNumbers result;
    result.key_count = numbers;
    if (in_order_of_first_use(uses, numbers)) return result;
    std::vector<KeyNo> key_of(numbers, KeyNumbers::k_unused);
    KeyNo next = 0;
    for (const KeyUse use : uses) {
        if (key_of[use.key()] == KeyNumbers::k_unused) key_of[use.key()] = next++;
    }
    result.key_count = next;
    for (KeyUse& use : uses) use = KeyUse{key_of[use.key()], use.soft()};
    result.number_of_key.resize(next);
    for (std::uint32_t number = 0; number < numbers; ++number) {
        if (key_of[number] != KeyNumbers::k_unused) result.number_of_key[key_of[number]] = number;
    }
    result.key_of_number = std::move(key_of);
    return result;
}

}  // namespace rowlock
