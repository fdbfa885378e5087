#pragma once

#include "mockorg/engine/transactions.hpp"
#include "mockorg/engine/world.hpp"

#include <optional>
#include <vector>

namespace rowlock {

/// Lets foreign writers come at their times and takes each of their transactions from its records
/// to its commit or its failure. Works on a World it does not own.
class ForeignRuns {
public:
    explicit ForeignRuns(World& world) : world_(world), transactions_(world) {}

    /// When a writer comes next, or goes on with what nobody waits for.
    std::optional<TimePoint> next_due() const;

    /// Does what is due first.
    void perform_next();

    /// A run's transaction begins, for the first time or once more.
    void due(std::uint32_t run);

    void commit(std::uint32_t run);

    void lock_timeout(TransactionNo transaction, const Transactions::Timeout& timeout);

    /// Something for a writer to do at `time`; skipped if it has too much to do already.
    void add(std::uint32_t writer, std::vector<RecordHandle> records, TimePoint time);

    /// Leaves out what writers would have done in a long time in which nobody else does anything:
    /// all that was due more than an hour before `horizon`.
    void skip_idle_time(TimePoint horizon);

    /// Forgets what the writer has to do, and lets go of what it holds.
    void abandon(std::uint32_t writer);

    /// Every run's transaction is its own, and the counts are those of what there is.
    void check_invariants() const;

    /// The writer's first time, from the moment it is set.
    TimePoint first_time(std::uint32_t writer, TimePoint set_at) const;

private:
    struct Slice {
        std::size_t begin;
        std::size_t size;
    };

    ActiveForeignWriter& writer_of(const ForeignRun& run) {
        return world_.foreign.writers.at(run.writer);
    }

    std::uint32_t next_writer() const;
    TimePoint next_time(std::uint32_t writer, TimePoint after) const;
    void come(std::uint32_t writer);
    std::vector<RecordHandle> choose(std::uint32_t writer);
    void search(ActiveForeignWriter& writer);
    std::optional<std::uint32_t> open_run(std::uint32_t writer, std::vector<RecordHandle> records);
    Slice slice_of(const ForeignRun& run);
    Duration hold_of(const ForeignRun& run);
    void go_on(std::uint32_t run);
    void perform(const Event& event);
    Random random_of(std::uint32_t writer) const;

    World& world_;
    Transactions transactions_;
};

}  // namespace rowlock
