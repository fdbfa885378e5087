#pragma once

#include "harness/cleanup/deletion_journal.hpp"
#include "harness/cleanup/deletion_plan.hpp"
#include "harness/cleanup/deletion_reach.hpp"
#include "harness/cleanup/deletion_rows.hpp"
#include "harness/cleanup/deletion_run.hpp"
#include "harness/cleanup/deletion_target.hpp"
#include "harness/query/org_questions.hpp"
#include "mockorg/base/io.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/schema/schema.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// One object's part in a deletion.
struct ObjectCleanup {
    DeletionTarget target;
    /// Records counted before.
    std::uint64_t found = 0;
    DeletionLocks locks;
    std::uint64_t batches = 0;
    std::uint64_t kept_apart = 0;
    DurationRange duration;
    DeletionOutcome outcome;
    /// What jobs of earlier runs had deleted, which this one continues.
    std::uint64_t deleted_before = 0;
    /// The object that still has children of these records, so that they were left alone.
    std::string held_back_by;
    /// Records counted in the end.
    std::uint64_t left = 0;
    /// Deleted ones that are in the recycle bin in the end; nothing if the org does not tell.
    std::optional<std::uint64_t> in_bin;
};

/// Everything found out and done, objects in the order of deletion.
struct CleanupReport {
    std::string target;
    bool dry_run = true;
    bool hard = false;
    std::uint32_t in_flight = 1;
    std::vector<ObjectCleanup> objects;
    DeletionReach reach;
    std::vector<std::string> left_alone;
    bool interrupted = false;
    /// Why it did not come to its end.
    std::optional<Error> error;

    std::uint64_t found() const;
    std::uint64_t left() const;
    /// Of those whose number the org tells.
    std::uint64_t in_bin() const;

    /// Nothing is left of what was to go.
    bool clean() const { return left() == 0 && !(hard && in_bin() > 0); }
};

/// What a deletion needs to know.
struct CleanupTask {
    std::vector<DeletionTarget> targets;
    /// Null: as the org describes itself.
    std::shared_ptr<const Schema> schema;
    std::optional<BaselineGuard> baseline;
    bool hard = false;
    /// Batches at a time, at least 1.
    std::uint32_t in_flight = 1;
};

/// A deletion step by step: prepare(), then either plan() or carry_out().
class Cleanup {
public:
    /// Target and io outlive it.
    Cleanup(CleanupTask task, RemoteTarget& target, Io& io);

    /// Puts the objects in order, counts them, and refuses what must not be deleted (see
    /// find_reach and check_not_in_baseline). Only reads.
    Result<void> prepare();

    /// Takes over what earlier runs have deleted, by object; counts what is there now anew.
    Result<void> continue_after(const EarlierDeletions& earlier);

    /// The objects in the order of deletion; after prepare().
    std::vector<DeletionTarget> targets() const;

    /// Reads the records and makes the plan. Only reads.
    Result<void> plan();

    /// Deletes, object by object, and counts again. `journal` may be null.
    Result<void> carry_out(Journal* journal);

    CleanupReport& report() { return report_; }

private:
    struct Planned {
        IdTable ids;
        DeletionPlan plan;
    };

    Result<Planned> plan_object(ObjectCleanup& object);
    Result<void> delete_object(ObjectCleanup& object, Journal* journal);
    const ObjectCleanup* child_left(const ObjectCleanup& parent) const;
    Result<void> prove();

    CleanupTask task_;
    RemoteTarget& target_;
    Io& io_;
    OrgQuestions org_;
    CleanupReport report_;
};

}  // namespace rowlock
