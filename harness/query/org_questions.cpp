#include "harness/query/org_questions.hpp"

namespace rowlock {
namespace {

Failure stopped() {
    return fail(ErrorCode::request_timeout, "stopped before the org had answered");
}

}  // namespace

OrgQuestions OrgQuestions::of(RemoteTarget& target) {
    OrgQuestions org;
    org.ask = [&target](const HttpRequest& request) { return target.ask(request); };
    org.pause = [&target](Duration wait) -> Result<void> {
        const TimePoint end = target.now() + wait;
        while (target.now() < end) {
            if (target.interrupted()) return stopped();
            if (auto waited = target.wait_until(end); !waited) return waited;
        }
        return {};
    };
    return org;
}

OrgQuestions OrgQuestions::until_interrupted(RemoteTarget& target) {
    OrgQuestions org = of(target);
    org.ask = [&target](const HttpRequest& request) -> Result<HttpResponse> {
        if (target.interrupted()) return stopped();
        return target.ask(request);
    };
    return org;
}

OrgQuestions OrgQuestions::with_deleted() const {
    OrgQuestions org = *this;
    org.operation = "queryAll";
    return org;
}

}  // namespace rowlock
