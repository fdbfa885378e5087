#include "harness/replay/partition_lines.hpp"

#include "harness/replay/figures.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::chrono::milliseconds k_redraw{200};
constexpr std::size_t k_bar_width = 20;
/// More lines than a terminal is sure to have; the rest become one.
constexpr std::size_t k_lines_max = 16;
/// A rate over less than this says nothing.
constexpr Duration k_rate_time_min = std::chrono::seconds{1};

}  // namespace

std::string partition_line(
    std::size_t number, const PartitionProgress& progress, Duration elapsed
) {
    const std::uint64_t done = std::min(progress.done, progress.rows);
    const std::size_t full = progress.rows == 0 ? k_bar_width : k_bar_width * done / progress.rows;
    std::string line = fmt::format(
        "partition {:>3} [{}{}] {} / {}",
        number,
        std::string(full, '#'),
        std::string(k_bar_width - full, '.'),
        grouped(done),
        grouped(progress.rows)
    );
    const double rate =
        elapsed < k_rate_time_min ? 0.0 : static_cast<double>(done) / to_seconds(elapsed);
    if (rate >= 1.0) line += fmt::format("  {} rows/s", grouped(static_cast<std::uint64_t>(rate)));
    if (progress.failed > 0) line += fmt::format("  {} failed", grouped(progress.failed));
    if (rate > 0.0 && done < progress.rows) {
        const double left = static_cast<double>(progress.rows - done) / rate;
        line += "  " + duration_text(seconds(left)) + " left";
    }
    return line;
}

void PartitionLines::show(
    const std::string& label, const std::vector<PartitionProgress>& partitions
) {
    if (!io_.err_is_terminal) return;
    const auto now = std::chrono::steady_clock::now();
    if (label != label_) {
        label_ = label;
        began_ = now;
    }
    if (lines_drawn_ > 0 && now - last_ < k_redraw) return;
    last_ = now;
    clear();
    const auto elapsed = std::chrono::floor<Duration>(now - began_);
    std::string text = label + '\n';
    const std::size_t shown = std::min(partitions.size(), k_lines_max);
    for (std::size_t i = 0; i < shown; ++i)
        text += partition_line(i + 1, partitions[i], elapsed) + '\n';
    if (shown < partitions.size())
        text += fmt::format("and {} more\n", grouped(partitions.size() - shown));
    lines_drawn_ = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    io_.err.write(text);
}

void PartitionLines::clear() {
    // Up to the first line, and everything below it away.
    if (lines_drawn_ > 0) io_.err.write(fmt::format("\x1b[{}A\r\x1b[J", lines_drawn_));
    lines_drawn_ = 0;
}

}  // namespace rowlock
