#pragma once

#include "tests/unit/harness/cli/live_server.hpp"
#include "tests/unit/harness/cli/program.hpp"

#include <string>
#include <vector>

namespace rowlock::test {

/// One way in which an org goes wrong, small enough that every command can live through it.
struct FaultCase {
    std::string name;
    /// Members of the fault: its kind and what belongs to that.
    std::string what;
    /// What it strikes.
    enum class Of { requests, jobs, records } of = Of::requests;
    /// The client has to log in again.
    bool ends_session = false;
    /// A batch, job or query is given up by the org: who needs it comes to a bad end, and says so.
    bool gives_up = false;
    /// The client cannot know whether its request was carried out: it must not repeat a REST
    /// insert.
    bool leaves_doubt = false;
    /// The client has to leave the org in peace for a longer time.
    bool is_limit = false;
    /// To who only reads, it is as another one.
    bool is_for_writers = false;
};

/// Every kind of fault, and its variants.
const std::vector<FaultCase>& fault_cases();

/// Those of fault_cases() that strike requests.
std::vector<FaultCase> request_faults();

/// Those of fault_cases() that differ for who only reads: whether a request was carried out that
/// has no answer makes no difference then.
std::vector<FaultCase> reading_faults();

/// Which of the requests are struck.
struct Aim {
    /// So many are spared first.
    unsigned after = 1;
    unsigned count = 1;
    /// Pattern of their path; empty: all.
    std::string path;
};

/// Strikes in a row that take a command some fifteen seconds of pauses.
inline constexpr unsigned k_lasting = 5;

/// The fault as JSON. The aim is one at requests: faults of jobs and records strike once.
std::string json_of(const FaultCase& fault, const Aim& aim);

/// A command's arguments with this server for its target, logging in or with its token.
std::vector<std::string> against_faulty(
    const LiveServer& server, const FaultCase& fault, std::vector<std::string> arguments
);

}  // namespace rowlock::test
