#pragma once

#include "harness/schedule/owned_target.hpp"
#include "harness/schedule/scheduled_load.hpp"
#include "mockorg/api/api.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// Under which assumptions loads are rehearsed.
struct RunSetting {
    std::string profile;
    /// Of the org; what a load generates depends on the load's own.
    std::uint64_t seed = 1;
};

/// The schema and lock rules that loads have in common; bad_configuration if they name different
/// ones.
Result<OrgConfig> config_of(std::span<const ScheduledLoad> loads);

/// An org in this process with the setups of several loads in it, to be run in again and again.
/// Parents that two loads set up with the same rows, or upsert by the same external ids, are the
/// same records. Ids of another org count as records that are there. Immutable; any thread.
class SharedOrg {
public:
    /// Errors: an unknown profile; a setup that does not go through.
    static Result<SharedOrg> create(
        std::span<const ScheduledLoad> loads, OrgConfig config, const RunSetting& setting
    );

    /// As it is after the setups. Shares what it does not write.
    Result<std::unique_ptr<Api>> open() const;

    /// The ids that the load's setup has in this org: one table per source of the load.
    const std::shared_ptr<const std::vector<IdTable>>& ids(std::size_t load) const {
        return ids_[load];
    }

    /// What the setups made or found, in the order of the ids.
    std::vector<RecordId> set_up_records() const;

    /// The load with its setup done: its rows, by source, refer to records that are there.
    OpenSources settled_sources(const ScheduledLoad& load, std::size_t number) const;

    const OrgConfig& config() const { return config_; }

    /// Of the setups' bulk jobs: nobody.
    const JobOwners& job_owners() const { return owners_; }

private:
    explicit SharedOrg(OrgConfig config) : config_(std::move(config)) {}

    OrgConfig config_;
    std::shared_ptr<const OrgSnapshot> set_up_;
    std::vector<std::shared_ptr<const std::vector<IdTable>>> ids_;
    JobOwners owners_;
};

}  // namespace rowlock
