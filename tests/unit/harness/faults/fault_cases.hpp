#pragma once

#include "mockorg/codec/json.hpp"
#include "tests/unit/harness/cli/live_server.hpp"
#include "tests/unit/harness/cli/program.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace rowlock::test {

/// One way in which an org goes wrong, small enough that every command can live through it.
struct FaultCase {
    std::string name;
    /// The fault's members, without its name.
    std::string members;
    /// Whether it is about jobs, which a client of REST has none of.
    bool of_jobs = false;
    /// The client has to log in again.
    bool ends_session = false;
    /// A batch or job is given up by the org: rows may stay behind, and the report says which.
    bool gives_up = false;
    /// The client cannot know whether its request was carried out: it must not repeat a REST
    /// insert.
    bool leaves_doubt = false;
};

/// Every kind of fault, and its variants.
const std::vector<FaultCase>& fault_cases();

/// The fault's members with at most one strike: each costs who goes by the wall clock a pause.
std::string once(const FaultCase& fault);

Json json_of(const std::string& text);

/// One request of the control API or of REST, with the server's own token.
HttpResponse ask(
    const LiveServer& server,
    const std::string& method,
    const std::string& path,
    const std::string& body = {}
);

/// How many Opportunities of the org have which external id.
std::map<std::string, std::uint64_t> deals_of(const LiveServer& server);

/// A load of 120 Opportunities of three accounts in three batches.
std::string deals_load(
    const std::string& operation, const std::string& api, const std::string& faults
);

/// An org with the external ids of that load.
OrgConfig deals_org();

/// A command's arguments with this server for its target, logging in or with its token.
std::vector<std::string> against_faulty(
    const LiveServer& server, const FaultCase& fault, std::vector<std::string> arguments
);

inline constexpr std::uint64_t k_deals = 120;

}  // namespace rowlock::test
