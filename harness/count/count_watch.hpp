#pragma once

#include "mockorg/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace rowlock {

/// What is said about a number that grows: how far it is, how fast, how long still.
class CountWatch {
public:
    /// `expected`: where it ends; nothing if that is not known.
    explicit CountWatch(std::optional<std::uint64_t> expected) : expected_(expected) {}

    /// A line about the count at this time; times in order. The rate is that since the last count,
    /// the time left goes by the rate since the first.
    std::string line(TimePoint now, std::uint64_t count);

    bool reached(std::uint64_t count) const { return expected_ && count >= *expected_; }

private:
    struct Point {
        TimePoint time;
        std::uint64_t count = 0;
    };

    /// Per second; nothing if it did not grow.
    static std::optional<double> rate(const Point& from, const Point& to);

    std::optional<std::uint64_t> expected_;
    std::optional<Point> first_;
    Point last_;
};

}  // namespace rowlock
