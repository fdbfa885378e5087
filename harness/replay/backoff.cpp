#include "harness/replay/backoff.hpp"

#include "harness/client/retry_after.hpp"

#include <algorithm>

namespace rowlock {
namespace {

constexpr Duration k_first_pause = std::chrono::milliseconds{500};
/// Limits of an org do not recover in half a second.
constexpr Duration k_first_limit_pause = std::chrono::seconds{10};
constexpr Duration k_longest_pause = std::chrono::minutes{5};
constexpr double k_jitter = 0.25;

/// `first`, doubled with each attempt, and stretched.
Duration growing_pause(Duration first, unsigned attempt, const Random& random) {
    const Duration pause =
        std::min(first * (std::int64_t{1} << std::min(attempt, 20U)), k_longest_pause);
    const double stretch = 1.0 + k_jitter * Random{random}.uniform();
    return seconds(to_seconds(pause) * stretch);
}

}  // namespace

Duration pause_before_retry(
    const Result<HttpResponse>& answer, unsigned attempt, const Random& random
) {
    // Of all that is worth another try only limits are the client's doing: 400 in Bulk API 1.0.
    const bool limited = answer && (answer->status == 403 || answer->status == 400);
    const Duration first = limited ? k_first_limit_pause : k_first_pause;
    const Duration pause = growing_pause(first, attempt, random);
    const Duration asked = answer ? retry_after(*answer) : Duration{};
    return std::chrono::ceil<std::chrono::milliseconds>(std::max(pause, asked));
}

Duration pause_before_asking_again(unsigned attempt, const Random& random) {
    const Duration pause = growing_pause(k_first_pause, attempt, random);
    return std::chrono::ceil<std::chrono::milliseconds>(pause);
}

bool may_have_worked(const Result<HttpResponse>& answer) {
    if (!answer) return true;
    return answer->status == 500 || answer->status == 502 || answer->status == 504;
}

}  // namespace rowlock
