#pragma once

#include "checks/model/row_keys.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace rowlock {

/// Numbers of records against keys, which are counted in the order in which rows first use them:
/// that does not depend on how records were numbered. Both empty if the two are the same.
struct KeyNumbers {
    std::size_t key_count = 0;
    std::vector<std::uint32_t> number_of_key;
    /// k_unused for a record that no row locks.
    std::vector<KeyNo> key_of_number;

    static constexpr KeyNo k_unused = ~KeyNo{0};
};

/// Replaces the numbers in `uses`, all below `numbers`, by keys.
KeyNumbers number_keys_by_first_use(std::span<KeyUse> uses, std::size_t numbers);

}  // namespace rowlock
