#pragma once

// How commands are told their options. Templates, so that including it brings no CLI11.

#include <algorithm>
#include <string>

namespace rowlock {

/// `--port-file` can also be given as ROWLOCK_PORT_FILE.
inline std::string environment_name(const std::string& flag) {
    std::string name = "ROWLOCK_" + flag.substr(2);
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        return c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    });
    return name;
}

/// `App` is CLI::App; returns the option made.
template <class App, class T>
auto* add_option(App& app, const std::string& flag, T& value, const std::string& help) {
    return app.add_option(flag, value, help)->envname(environment_name(flag));
}

template <class App>
void add_flag(App& app, const std::string& flag, bool& value, const std::string& help) {
    app.add_flag(flag, value, help)->envname(environment_name(flag));
}

}  // namespace rowlock
