#pragma once

#include <span>
#include <string>
#include <string_view>

namespace rowlock {

/// The known word that `word` was probably meant to be, letter case ignored; empty if none is near.
std::string_view closest_word(std::string_view word, std::span<const std::string_view> known);

/// `; did you mean "x"?` or, if no word is near, `; expected one of "a", "b"`.
std::string word_hint(std::string_view word, std::span<const std::string_view> known);

}  // namespace rowlock
