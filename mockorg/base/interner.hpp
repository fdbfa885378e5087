#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace rowlock {

/// Text <-> small number, numbers given in order of first sight. Never forgets. One thread writes;
/// other threads may meanwhile read the texts of numbers that were given before they were told.
class Interner {
public:
    Interner() = default;
    Interner(const Interner&) = delete;
    Interner& operator=(const Interner&) = delete;

    std::uint32_t code(std::string_view text);

    /// `code` must have come from this interner.
    std::string_view text(std::uint32_t code) const;

    std::size_t size() const { return size_; }

private:
    /// Where a number's text lies: block n holds 2^n texts.
    struct Place {
        std::size_t block;
        std::size_t index;
    };

    static Place place_of(std::uint32_t code);

    std::size_t size_ = 0;
    /// Texts never move: the views in codes_ stay valid, and so does what other threads read.
    std::array<std::unique_ptr<std::string[]>, 33> blocks_;
    std::unordered_map<std::string_view, std::uint32_t> codes_;
};

}  // namespace rowlock
