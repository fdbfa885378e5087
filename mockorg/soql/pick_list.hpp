#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rowlock::soql {

/// The list behind INCLUDES: each entry a value or several joined by semicolons, all of which a
/// multi-select picklist must hold. Letter case does not count. Immutable; any thread.
class PickList {
public:
    void add(std::string_view entry);

    /// `value`: picked values joined by semicolons. Needs no memory.
    bool includes_any(std::string_view value) const;

private:
    /// Each entry taken apart, in lower case.
    std::vector<std::vector<std::string>> entries_;
};

}  // namespace rowlock::soql
