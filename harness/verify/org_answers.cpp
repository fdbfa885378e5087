#include "harness/verify/org_answers.hpp"

#include "harness/replay/org_time.hpp"
#include "harness/replay/wire_error.hpp"

namespace rowlock {

Failure stopped_by_user() {
    return fail(ErrorCode::unreachable, "stopped by the user");
}

Result<std::int64_t> read_org_time(const AskFn& ask) {
    // An address of mocks only: a real org says that there is nothing, and when.
    const HttpRequest request = request_of("GET", "/rowlock/clock");
    const auto answer = ask(request);
    if (!answer) return Failure{answer.error()};
    if (const auto time = org_time_in(*answer)) return *time;
    return Failure{protocol_error(RequestLine::of(request), *answer, "expected a Date header")};
}

}  // namespace rowlock
