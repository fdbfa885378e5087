#pragma once

#include "harness/replay/load_pass.hpp"
#include "mockorg/base/io.hpp"
#include "mockorg/base/time.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace rowlock {

/// `partition 2 [#####.....]  120,000 / 250,000  4,100 rows/s  12 failed  32 s left`; rate and time
/// left once there is something to go by. `elapsed` since the pass began.
std::string partition_line(std::size_t number, const PartitionProgress& progress, Duration elapsed);

/// One line per partition on the terminal, drawn anew in place a few times a second. Leaves no
/// trace when it is gone, and draws nothing where nobody watches.
class PartitionLines {
public:
    explicit PartitionLines(Io& io) : io_(io) {}

    PartitionLines(const PartitionLines&) = delete;
    PartitionLines& operator=(const PartitionLines&) = delete;

    ~PartitionLines() { clear(); }

    /// `label` stands above the lines, e.g. the strategy's name. Another label begins another pass.
    void show(const std::string& label, const std::vector<PartitionProgress>& partitions);

    void clear();

private:
    Io& io_;
    std::string label_;
    std::chrono::steady_clock::time_point began_{};
    std::chrono::steady_clock::time_point last_{};
    std::size_t lines_drawn_ = 0;
};

}  // namespace rowlock
