#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace rowlock {

/// The data of a Bulk API 1.0 batch as it came, for clients who want it back. Copies share it; any
/// thread.
class BatchText {
public:
    /// Empty.
    BatchText() = default;

    explicit BatchText(std::shared_ptr<const std::string> plain) : plain_(std::move(plain)) {}

    /// Bytes of the text, packed or not.
    std::size_t size() const { return packed_ ? size_ : plain_ ? plain_->size() : 0; }

    /// Bytes it takes.
    std::size_t bytes_kept() const;

    bool is_packed() const { return packed_ != nullptr; }

    /// Makes the text small, and slower to read.
    void pack();

    /// The text; unpacked for the caller alone if it is packed.
    std::shared_ptr<const std::string> read() const;

private:
    /// One of the two, or neither.
    std::shared_ptr<const std::string> plain_;
    std::shared_ptr<const std::string> packed_;
    /// Of the text in packed_.
    std::size_t size_ = 0;
};

}  // namespace rowlock
