#include "harness/client/patience.hpp"

#include <algorithm>

namespace rowlock {
namespace {

using Milliseconds = Patience::Milliseconds;

constexpr unsigned k_tries_max = 9;
constexpr Milliseconds k_first_pause{500};
/// So that nine tries fit into the minute.
constexpr Milliseconds k_longest_pause{12'000};
constexpr Milliseconds k_trouble_max{60'000};
constexpr Milliseconds k_silence_max{3'000};

}  // namespace

std::optional<Milliseconds> Patience::pause_after_try(
    Milliseconds passed, bool reached, Milliseconds asked
) {
    ++tries_;
    if (tries_ == k_tries_max) return std::nullopt;
    const Milliseconds growing = std::min(k_first_pause * (1 << (tries_ - 1)), k_longest_pause);
    const Milliseconds pause = std::max(growing, asked);
    const Milliseconds most = reached ? k_trouble_max : k_silence_max;
    const Milliseconds counted = reached && tries_ == 1 ? Milliseconds{0} : passed;
    if (counted + pause > most) return std::nullopt;
    return pause;
}

}  // namespace rowlock
