#include "harness/client/patient_request.hpp"

#include "harness/client/patience.hpp"
#include "harness/client/retry_after.hpp"
#include "mockorg/base/interrupt.hpp"

#include <algorithm>
#include <chrono>

namespace rowlock {
namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = Patience::Milliseconds;

Milliseconds since(Clock::time_point begin) {
    return std::chrono::ceil<Milliseconds>(Clock::now() - begin);
}

/// In small steps, because a signal does not end a wait.
void wait(HttpClient& client, Milliseconds pause) {
    constexpr Milliseconds k_step{200};
    const Clock::time_point begin = Clock::now();
    for (Milliseconds passed{0}; passed < pause && !interrupted(); passed = since(begin))
        client.wait(std::min(k_step, pause - passed));
}

}  // namespace

Result<HttpResponse> perform_patiently(
    HttpClient& client, const HttpRequest& request, const MayPassFn& may_pass
) {
    const Clock::time_point begin = Clock::now();
    Patience patience;
    for (;;) {
        auto answer = client.perform(request);
        if (!may_pass(answer) || interrupted()) return answer;
        const Milliseconds asked = answer ? retry_after(*answer) : Milliseconds{0};
        const auto pause = patience.pause_after_try(since(begin), client.reached(), asked);
        if (!pause) return answer;
        wait(client, *pause);
        if (interrupted()) return answer;
    }
}

}  // namespace rowlock
