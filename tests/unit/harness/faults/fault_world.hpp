#pragma once

#include "mockorg/codec/json.hpp"
#include "tests/support/folder.hpp"
#include "tests/unit/harness/faults/fault_cases.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace rowlock::test {

inline constexpr std::uint64_t k_deals = 120;

/// One request of the control API or of REST, with the server's own token.
HttpResponse ask(
    const LiveServer& server,
    const std::string& method,
    const std::string& path,
    const std::string& body = {}
);

Json parsed(const std::string& text);

/// How many Opportunities of the org have which external id.
std::map<std::string, std::uint64_t> deals_of(const LiveServer& server);

/// How many records there are, by SOQL; `rows` of the object and behind it.
std::uint64_t count_of(const LiveServer& server, const std::string& rows);

/// Ingest jobs that nobody has closed.
std::uint64_t open_jobs_of(const LiveServer& server);

/// What a load of Opportunities of three accounts does.
struct DealsLoad {
    std::string operation = "upsert";
    std::string api = "bulk2";
    /// JSON objects, each but the last with a comma behind it.
    std::string faults;
    std::uint64_t rows = k_deals;
    std::uint64_t batch_rows = 40;

    std::string text() const;
};

/// An org with the external ids of that load.
OrgConfig deals_org();

/// A command that met a fault.
struct FaultedRun {
    ProgramResult program;
    std::uint64_t struck = 0;
};

/// An org with a manual clock on which a load was replayed, and where somebody else was at work
/// before and after, so that a reader who misses anything comes to another result:
///   a stranger's account, older than the load, was changed after it,
///   two of the load's records were deleted,
///   one more record looks like the load's own,
///   one of the load's records refers to an account that is gone.
/// Each command meets it in that state, however it was left by the one before.
class FaultWorld {
public:
    /// Rows of the load in three batches, by an API with jobs.
    explicit FaultWorld(std::uint64_t rows = k_deals, const std::string& api = "bulk2");

    /// The command as it goes without a fault.
    ProgramResult undisturbed(const std::vector<std::string>& arguments);

    FaultedRun run(
        const FaultCase& fault, const std::vector<std::string>& arguments, const Aim& aim = {}
    );

    /// The same, where the arguments say already how to get in.
    FaultedRun run_as_given(
        const FaultCase& fault, const std::vector<std::string>& arguments, const Aim& aim
    );

    /// The state that the commands begin with is the one of now.
    void keep();

    void restore();

    /// A job with so many new deals is ready to run when time passes, each time.
    void begin_job(const std::string& external_ids, std::uint64_t rows);

    /// `ID,ID`: the jobs of the load, without those of its setup.
    std::string job_ids() const;

    const std::string& load() const { return load_; }

    std::string file(const std::string& name) const { return folder_.path(name); }

    const LiveServer& server() const { return server_; }

    /// SOQL condition of the load's records, and of the one that looks like them.
    static constexpr const char* k_deals_where = "External_ID__c LIKE 'EXT-%'";

private:
    std::string create(const std::string& object, const std::string& body);
    void remove(const std::string& object, const std::string& id);
    /// The id of the record.
    std::string deal(const std::string& external_id);
    void undelete(const std::string& id);

    LiveServer server_;
    Folder folder_;
    std::string load_;
};

}  // namespace rowlock::test
