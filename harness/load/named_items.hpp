#pragma once

#include "harness/load/located_json.hpp"
#include "harness/load/mistakes.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/codec/json.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace rowlock {

/// A list of named things in a load file, of which their own library knows the members.
struct NamedItems {
    /// The list's name, and what one of its items is: `faults`, `a fault`, `fault`.
    std::string_view list;
    std::string_view an_item;
    std::string_view item;
    std::size_t items_max;
    std::span<const std::string_view> members;
};

/// Reads such a list. `take` reads one item, whose place it is told, and says its name; the first
/// of its error's `fields` is the member that is wrong. Mistakes are reported with their places,
/// two of one name among them.
void read_named_items(
    const LocatedJson& list,
    const NamedItems& items,
    Mistakes& mistakes,
    const std::function<Result<std::string>(const Json& item, std::string where)>& take
);

}  // namespace rowlock
