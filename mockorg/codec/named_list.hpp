#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/json.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace rowlock {

/// A file with one list of named things in it: `{"faults": [...]}`, comments allowed.
struct NamedList {
    /// The list's member, and what one of its items is: `faults`, `fault`.
    std::string_view member;
    std::string_view item;
    std::size_t items_max;
};

/// Reads such a file, of at most 1 MiB. `take` reads one item and says its name; two of one name
/// are a mistake. Errors: bad_file, with the file's name and the item's number.
Result<void> read_named_list(
    const std::string& path,
    const NamedList& list,
    const std::function<Result<std::string>(const Json&)>& take
);

}  // namespace rowlock
