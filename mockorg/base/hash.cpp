#include "mockorg/base/hash.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace rowlock {

std::uint64_t hash_text(std::string_view text) {
    return XXH3_64bits(text.data(), text.size());
}

}  // namespace rowlock
