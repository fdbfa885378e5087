#include "tests/unit/harness/faults/fault_cases.hpp"

#include <algorithm>
#include <iterator>

namespace rowlock::test {
namespace {

using Of = FaultCase::Of;

FaultCase named(std::string name, std::string what) {
    FaultCase fault;
    fault.name = std::move(name);
    fault.what = std::move(what);
    return fault;
}

FaultCase doubtful(std::string name, std::string what) {
    FaultCase fault = named(std::move(name), std::move(what));
    fault.leaves_doubt = true;
    return fault;
}

FaultCase for_writers(FaultCase fault) {
    fault.is_for_writers = true;
    return fault;
}

FaultCase of_kind(Of of, std::string name, std::string what) {
    FaultCase fault = named(std::move(name), std::move(what));
    fault.of = of;
    return fault;
}

std::vector<FaultCase> make_cases() {
    std::vector<FaultCase> cases{
        named("unavailable", R"("kind":"status","status":503)"),
        named("too-many", R"("kind":"status","status":429)"),
        for_writers(doubtful("gateway", R"("kind":"status","status":504,"done":true)")),
        doubtful("silent", R"("kind":"timeout","seconds":0.05)"),
        for_writers(doubtful("deaf", R"("kind":"timeout","seconds":0.05,"done":false)")),
        doubtful("reset", R"("kind":"reset")"),
        for_writers(doubtful("reset-before", R"("kind":"reset","done":false)")),
        doubtful("cut", R"("kind":"reset-in-body")"),
        named("slow", R"("kind":"slow","seconds":0.05)"),
        of_kind(
            Of::records,
            "lock",
            R"("kind":"lock","object":"Account","where":"External_ID__c = 'A0'","until":15)"
        ),
        of_kind(Of::jobs, "stuck", R"("kind":"stuck-job","seconds":30)"),
        of_kind(Of::jobs, "failed", R"("kind":"failed-job")"),
    };
    cases.back().gives_up = true;
    FaultCase limit = named("limit", R"("kind":"request-limit")");
    limit.is_limit = true;
    cases.push_back(limit);
    FaultCase expired = named("expired", R"("kind":"expired-session")");
    expired.ends_session = true;
    cases.push_back(expired);
    return cases;
}

template <class Condition>
std::vector<FaultCase> some_faults(Condition condition) {
    std::vector<FaultCase> faults;
    const std::vector<FaultCase>& all = fault_cases();
    std::copy_if(all.begin(), all.end(), std::back_inserter(faults), condition);
    return faults;
}

}  // namespace

const std::vector<FaultCase>& fault_cases() {
    static const std::vector<FaultCase> cases = make_cases();
    return cases;
}

std::vector<FaultCase> request_faults() {
    return some_faults([](const FaultCase& fault) { return fault.of == Of::requests; });
}

std::vector<FaultCase> reading_faults() {
    return some_faults([](const FaultCase& fault) { return !fault.is_for_writers; });
}

std::string json_of(const FaultCase& fault, const Aim& aim) {
    std::string text = R"({"name":")" + fault.name + R"(",)" + fault.what;
    if (fault.of == Of::jobs) text += R"(,"count":1)";
    if (fault.of == Of::requests) {
        // Two long pauses, or two log-ins, show no more than one does.
        const unsigned count = fault.is_limit || fault.ends_session ? 1 : aim.count;
        text += R"(,"count":)" + std::to_string(count) + R"(,"after":)" + std::to_string(aim.after);
        if (!aim.path.empty()) text += R"(,"path":")" + aim.path + '"';
    }
    return text + '}';
}

std::vector<std::string> against_faulty(
    const LiveServer& server, const FaultCase& fault, std::vector<std::string> arguments
) {
    if (!fault.ends_session) return against(server, std::move(arguments));
    arguments.insert(
        arguments.end(),
        {"--target", server.url(), "--client-id", "app", "--client-secret", "secret"}
    );
    return arguments;
}

}  // namespace rowlock::test
