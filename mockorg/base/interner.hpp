#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace rowlock {

/// Text <-> small number, numbers given in order of first sight. Never forgets.
class Interner {
public:
    Interner() = default;
    Interner(const Interner&) = delete;
    Interner& operator=(const Interner&) = delete;

    std::uint32_t code(std::string_view text);

    /// `code` must have come from this interner.
    std::string_view text(std::uint32_t code) const;

    std::size_t size() const { return texts_.size(); }

private:
    /// A deque, so that the views in codes_ stay valid.
    std::deque<std::string> texts_;
    std::unordered_map<std::string_view, std::uint32_t> codes_;
};

}  // namespace rowlock
