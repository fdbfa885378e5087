#pragma once

#include "harness/replay/remote_target.hpp"
#include "mockorg/base/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rowlock {

/// One thing of a load file that a mock org is to be told.
struct ControlItem {
    std::string name;
    /// JSON, as the control API takes it.
    std::string body;
    /// `file:line:column`
    std::string where;
};

/// What the control API calls a kind of such things.
struct ControlList {
    /// `/rowlock/faults`
    std::string path;
    /// `faults`: the member of its answers that lists them.
    std::string member;
};

/// Named things of a load on a mock org behind a URL: set when the load begins, taken away when it
/// is over. Both go over the control API, which meets no faults itself. A run that was killed
/// leaves them set; the next one with such names takes them away before it begins.
class ControlItems {
public:
    /// The target outlives it.
    ControlItems(RemoteTarget& target, ControlList list, std::vector<ControlItem> items)
        : target_(target), list_(std::move(list)), items_(std::move(items)) {}

    bool empty() const { return items_.empty(); }

    const ControlItem& first() const { return items_.front(); }

    /// Names those that an earlier run left behind, which are gone now. Nothing if the target does
    /// not know this list.
    Result<std::optional<std::vector<std::string>>> take_away_left();

    /// Errors name the item's place in the load file.
    Result<void> set();

    bool any_set() const { return set_ > 0; }

    /// Takes away those that were set, with what the org showed of each in the end. One that is
    /// gone already is left out. Over a connection of its own: requests of the load may still be
    /// under way.
    Result<std::vector<std::pair<std::string, HttpResponse>>> remove(RemoteTarget& connection);

private:
    HttpRequest request_of(std::string method, const std::string& name = {}) const;

    RemoteTarget& target_;
    ControlList list_;
    std::vector<ControlItem> items_;
    std::size_t set_ = 0;
};

}  // namespace rowlock
