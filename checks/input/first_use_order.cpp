#include "checks/input/first_use_order.hpp"

namespace rowlock {

KeyNumbers number_keys_by_first_use(std::span<KeyUse> uses, std::size_t numbers) {
    KeyNumbers result;
    std::vector<KeyNo> key_of(numbers, KeyNumbers::k_unused);
    bool same = true;
    KeyNo next = 0;
    for (const KeyUse use : uses) {
        if (key_of[use.key()] != KeyNumbers::k_unused) continue;
        same = same && use.key() == next;
        key_of[use.key()] = next++;
    }
    result.key_count = next;
    if (same && next == numbers) return result;
    for (KeyUse& use : uses) use = KeyUse{key_of[use.key()], use.soft()};
    result.number_of_key.resize(next);
    for (std::uint32_t number = 0; number < numbers; ++number) {
        if (key_of[number] != KeyNumbers::k_unused) result.number_of_key[key_of[number]] = number;
    }
    result.key_of_number = std::move(key_of);
    return result;
}

}  // namespace rowlock
