#pragma once

#include "harness/batcher/instance.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::batcher {

/// Which record a cell of a key column names; nothing for a blank and for #N/A, which is how the
/// platform is told to clear a field. Blanks around it do not count. The 18 characters of an id are
/// its 15 case-sensitive ones and 3 that say which of them are upper case, so that an id folded to
/// one case is still the same; whatever is no id names the record of just that text.
/// [planning facts, 6.1] Written apart from RecordId on purpose: this is the judge's reading.
std::optional<std::string> canonical_key(std::string_view cell);

/// The keys of one row, each once, sorted.
std::vector<std::string> keys_of(const Instance& instance, std::size_t row);

/// By row.
std::vector<std::vector<std::string>> keys_of(const Instance& instance);

/// `Account 001…00A`: the sObject of the first key column that holds the key, and enough of its id
/// to tell it from the others.
std::string key_text(const Instance& instance, std::string_view key);

}  // namespace rowlock::batcher
