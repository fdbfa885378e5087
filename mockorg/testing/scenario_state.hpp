#pragma once

#include "mockorg/testing/in_process_org.hpp"
#include "mockorg/testing/scenario_cells.hpp"

#include <memory>
#include <set>
#include <vector>

namespace rowlock {

/// A job of a scenario. One that the org refused has a refusal and no id, one still to come
/// neither.
struct ScenarioJob {
    std::optional<RecordId> id;
    std::string refusal;
    std::uint64_t rows = 0;
};

/// Nothing while the write waits for its locks.
using WriteAnswer = std::optional<Result<WriteRecord::Reply>>;

/// Where a running scenario stands.
struct ScenarioState {
    explicit ScenarioState(InProcessOrg its_org)
        : org(std::move(its_org)), begin(org.org().now()) {}

    InProcessOrg org;
    /// When the story began: behind the making of records.
    TimePoint begin;
    ScenarioRecords records;
    std::map<std::string, std::vector<ScenarioJob>, std::less<>> jobs;
    /// Shared with the reply that the org will call.
    std::map<std::string, std::shared_ptr<WriteAnswer>, std::less<>> writes;
    /// Names of foreign writers that were set.
    std::set<std::string, std::less<>> foreign;

    Duration elapsed() const { return org.org().now() - begin; }

    /// The jobs behind a reference; all of the scenario without a label.
    std::vector<const ScenarioJob*> jobs_of(const JobRef& ref) const;

    /// The name of the job with this id; its id if the scenario does not know it.
    std::string name_of_job(const RecordId& id) const;
};

}  // namespace rowlock
