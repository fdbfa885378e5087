#include "tests/unit/harness/faults/replay_outcome.hpp"

#include "tests/support/json_schema.hpp"
#include "tests/unit/harness/replay/temporary_file.hpp"

namespace rowlock::test {
namespace {

/// From `note: fault "x" struck 2 of 17`.
std::uint64_t struck_in(const std::string& text) {
    const auto at = text.find(" struck ");
    return at == std::string::npos ? 0 : std::stoull(text.substr(at + 8));
}

}  // namespace

ReplayOutcome replay(const FaultCase& fault, DealsLoad load, const Aim& aim) {
    load.faults += json_of(fault, aim);
    const TemporaryFile file{load.text()};
    const auto clock = load.api == "rest" ? ClockMode::Kind::virtual_ : ClockMode::Kind::manual;
    const LiveServer server{clock, deals_org()};
    ReplayOutcome outcome;
    outcome.program = run_program(against_faulty(server, fault, {"replay", file.path, "--json"}));
    INFO(outcome.program.err);
    outcome.report = parsed(outcome.program.out);
    outcome.struck = struck_in(outcome.program.err);
    outcome.deals = deals_of(server);
    outcome.open_jobs = open_jobs_of(server);
    CHECK(ask(server, "GET", "/rowlock/faults").body == R"({"faults":[]})");
    return outcome;
}

void check_books(const ReplayOutcome& outcome) {
    for (const auto& [key, records] : outcome.deals) {
        INFO(key);
        CHECK(records == 1);
    }
    const std::uint64_t saved = outcome.tally("created") + outcome.tally("updated");
    const std::uint64_t unsure = outcome.tally("unknown") + outcome.tally("missing");
    CHECK(outcome.deals.size() >= saved);
    CHECK(outcome.deals.size() <= saved + unsure);
    CHECK(
        saved + unsure + outcome.tally("failed") + outcome.tally("unprocessed") +
            outcome.tally("notSent") ==
        k_deals
    );
    CHECK(outcome.report["jobs"]["left"].empty());
    CHECK(outcome.open_jobs == 0);
    CHECK(outcome.report["leftJobsError"].is_null());
    CHECK(JsonSchema{"docs/replay.schema.json"}.fault_of(outcome.report) == "");
}

}  // namespace rowlock::test
