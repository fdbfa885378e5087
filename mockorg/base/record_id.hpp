#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// The first three characters of a record id: they name the object type (001 = Account).
using KeyPrefix = std::array<char, 3>;

/// A record id: 15 case-sensitive base-62 characters, shown with a 3-character checksum as 18.
/// Ordered as the platform orders ids: digits, then upper case, then lower case, which is
/// plain character order.
class RecordId {
public:
    static constexpr std::size_t k_significant = 15;
    static constexpr std::size_t k_length = 18;

    /// Takes 15 characters, or 18 whose checksum fits. An 18-character id folded to upper or lower
    /// case is the same id: its checksum restores the case. Nothing if the text is no id.
    static std::optional<RecordId> parse(std::string_view text);

    /// The id of the `number`th record (below 62^9) of the object type and org instance.
    static RecordId make(KeyPrefix prefix, std::array<char, 3> instance, std::uint64_t number);

    KeyPrefix prefix() const { return {text_[0], text_[1], text_[2]}; }

    /// Characters 4 to 6: where the id was minted.
    std::array<char, 3> instance() const { return {text_[3], text_[4], text_[5]}; }

    /// The counter in the last nine characters.
    std::uint64_t number() const;

    std::string_view short_text() const { return {text_.data(), text_.size()}; }

    std::string text() const;

    /// Appends the 18 characters.
    void append_to(std::string& out) const;

    auto operator<=>(const RecordId&) const = default;

private:
    std::array<char, k_significant> text_{};
};

}  // namespace rowlock
