#pragma once

#include "harness/count/report_records.hpp"
#include "mockorg/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace rowlock {

/// What is said about a number that grows or shrinks: how far it is, how fast, how long still, and
/// whether that is all.
class CountWatch {
public:
    /// `expected`: where it ends; nothing if that is not known. `quiet`: it ends as well when for
    /// so long nothing ran and nothing changed.
    CountWatch(std::optional<RecordRange> expected, Duration quiet)
        : expected_(expected), quiet_(quiet) {}

    /// A line about the count at this time; times in order. The rate is that since the last count,
    /// the time left goes by the rate since the first.
    std::string line(TimePoint now, std::uint64_t count);

    /// After line(): whether only what runs in the org tells if this is the end. The number is as
    /// it was, or as it should be from the beginning.
    bool depends_on_jobs() const { return looks_ == 1 ? is_reached() : !changed_; }

    /// After line(): whether the watch is over. `busy`: something runs; counts only if it
    /// depends_on_jobs().
    bool is_over(bool busy);

    /// It ended without the number expected, because the org was quiet.
    bool was_quiet() const { return was_quiet_; }

private:
    struct Point {
        TimePoint time;
        std::uint64_t count = 0;
    };

    /// Per second; nothing if it did not grow.
    static std::optional<double> rate(const Point& from, const Point& to);

    /// From below or from above.
    bool is_reached() const;

    std::optional<RecordRange> expected_;
    Duration quiet_;
    std::optional<Point> first_;
    Point last_;
    std::uint64_t looks_ = 0;
    bool changed_ = false;
    /// When something last ran or changed.
    TimePoint busy_until_;
    bool was_quiet_ = false;
};

}  // namespace rowlock
