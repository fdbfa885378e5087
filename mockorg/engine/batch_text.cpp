#include "mockorg/engine/batch_text.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/codec/gzip.hpp"

namespace rowlock {

std::size_t BatchText::bytes_kept() const {
    if (packed_) return packed_->size();
    return plain_ ? plain_->size() : 0;
}

void BatchText::pack() {
    if (packed_ || !plain_) return;
    std::string packed;
    GzipWriter{}.write(*plain_, true, packed);
    // An archive, say.
    if (packed.size() >= plain_->size()) return;
    packed.shrink_to_fit();
    size_ = plain_->size();
    packed_ = std::make_shared<const std::string>(std::move(packed));
    plain_ = nullptr;
}

std::shared_ptr<const std::string> BatchText::read() const {
    if (!packed_) return plain_ ? plain_ : std::make_shared<const std::string>();
    auto text = gunzip(*packed_, size_);
    ROWLOCK_ASSERT(text.has_value());
    return std::make_shared<const std::string>(std::move(*text));
}

}  // namespace rowlock
