#pragma once

#include "mockorg/base/io.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace rowlock {

/// A line on the terminal that shows how far a long command is: drawn at most ten times a second,
/// and only if somebody watches. Leaves no trace when it is gone.
class Progress {
public:
    Progress(Io& io, std::string label) : io_(io), label_(std::move(label)) {}

    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    ~Progress() { clear(); }

    /// `detail` stands behind the bar, e.g. "12 failed".
    void show(std::uint64_t done, std::uint64_t total, std::string_view detail = {});

    /// Wipes the line, e.g. before other output.
    void clear();

private:
    Io& io_;
    std::string label_;
    std::chrono::steady_clock::time_point last_{};
    bool drawn_ = false;
};

}  // namespace rowlock
