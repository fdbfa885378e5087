#pragma once

#include <cerrno>
#include <string>
#include <utility>

namespace rowlock {

/// Makes something that will be renamed to `path` under a name beside it that nothing has yet.
/// `make` takes a name and returns 0, or an errno: EEXIST where something else has that name, which
/// is left alone. Returns the errno of the last attempt, and the name.
template <class Make>
std::pair<int, std::string> make_unfinished(const std::string& path, Make&& make) {
    constexpr int k_attempts = 1'000;
    std::string name = path + ".unfinished";
    int reason = make(name);
    for (int i = 2; reason == EEXIST && i <= k_attempts; ++i) {
        name = path + ".unfinished-" + std::to_string(i);
        reason = make(name);
    }
    return {reason, std::move(name)};
}

}  // namespace rowlock
