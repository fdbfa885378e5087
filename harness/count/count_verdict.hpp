#pragma once

#include "harness/count/count_answer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// `reportSum`, `recordNumber`, ...: the words of the JSON.
std::vector<std::string_view> words_of(const std::vector<Comparison>& compared);

/// What may be there and could not be named, only counted or not even that: `failed`,
/// `unprocessed`, `missing`, `left`, `extra`, `duplicates`.
std::vector<std::string_view> unnamed_kinds(const CountAnswer& answer);

/// For people, the last lines: what was compared, what it says, and what it cannot.
std::string verdict_text(const CountAnswer& answer);

}  // namespace rowlock
