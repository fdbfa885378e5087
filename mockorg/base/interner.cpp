#include "mockorg/base/interner.hpp"

#include "mockorg/base/assert.hpp"

namespace rowlock {

std::uint32_t Interner::code(std::string_view text) {
    const auto found = codes_.find(text);
    if (found != codes_.end()) return found->second;
    const auto code = static_cast<std::uint32_t>(texts_.size());
    texts_.emplace_back(text);
    codes_.emplace(texts_.back(), code);
    return code;
}

std::string_view Interner::text(std::uint32_t code) const {
    ROWLOCK_ASSERT(code < texts_.size());
    return texts_[code];
}

}  // namespace rowlock
