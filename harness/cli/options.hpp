#pragma once

// How commands are told their options. Templates, so that including it brings no CLI11.

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <system_error>

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

/// A check of an option: no number is turned into another, and the message says what is wanted.
inline auto whole_number_up_to(std::uint64_t max) {
    return [max](const std::string& text) -> std::string {
        std::uint64_t number = 0;
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, number);
        if (error == std::errc{} && stop == end && number <= max) return {};
        return "'" + text + "' is not a whole number from 0 to " + std::to_string(max);
    };
}

inline auto any_whole_number() {
    return whole_number_up_to(std::numeric_limits<std::uint64_t>::max());
}

template <class App>
void add_flag(App& app, const std::string& flag, bool& value, const std::string& help) {
    app.add_flag(flag, value, help)->envname(environment_name(flag));
}

}  // namespace rowlock
