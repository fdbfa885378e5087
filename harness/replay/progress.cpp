#include "harness/replay/progress.hpp"

#include "harness/replay/figures.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {

void Progress::show(std::uint64_t done, std::uint64_t total, std::string_view detail) {
    constexpr std::chrono::milliseconds k_redraw{100};
    constexpr std::size_t k_width = 30;
    if (!io_.err_is_terminal) return;
    const auto now = std::chrono::steady_clock::now();
    if (drawn_ && now - last_ < k_redraw) return;
    last_ = now;
    drawn_ = true;
    const double share = total == 0 ? 0.0 : static_cast<double>(done) / static_cast<double>(total);
    const auto full =
        static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(k_width));
    io_.err.write(fmt::format(
        "\r\x1b[K{} [{}{}] {} / {}  {}",
        label_,
        std::string(full, '#'),
        std::string(k_width - full, '.'),
        grouped(done),
        grouped(total),
        detail
    ));
}

void Progress::clear() {
    if (drawn_) io_.err.write("\r\x1b[K");
    drawn_ = false;
}

}  // namespace rowlock
