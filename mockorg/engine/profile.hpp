#pragma once

#include "mockorg/base/random.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace rowlock {

/// How long something takes: lognormal by mean and coefficient of variation; variation 0 is
/// constant.
struct DurationLaw {
    double mean_seconds = 0.0;
    double variation = 0.0;

    Duration draw(Random random) const;
};

/// What a lock timeout costs: the whole 200-row transaction, or only the rows that wanted the busy
/// key.
enum class LockFailureScope : std::uint8_t { chunk, row };

/// Everything about time and contention that differs between orgs.
/// Sources: facts of locking, sections 2, 5 and 8.1; unpublished numbers are named in
/// docs/fidelity.md.
struct Profile {
    std::string name;
    std::string description;
    /// Batches of parallel jobs in flight at once (k).
    std::uint32_t workers = 15;
    /// Rows of one transaction, 1 to 200.
    std::uint32_t chunk_rows = 200;
    Duration lock_wait = seconds(10.0);
    /// From the last lock granted to commit, per chunk of 200 rows.
    DurationLaw hold;
    /// The part of it, 0 to 1, that a chunk takes however few its rows; the rest is in proportion
    /// to them.
    double hold_fixed_share = 1.0;
    /// The same for a transaction of the REST API.
    DurationLaw rest_hold;
    /// From a chunk's start until it asks for locks.
    Duration pre_lock = seconds(0.3);
    /// From a worker taking a batch until its first chunk.
    Duration batch_overhead = seconds(1.0);
    Duration requeue_delay = seconds(60.0);
    /// Requeues of one batch before the platform gives up on it.
    std::uint32_t requeues_max = 10;
    /// More lock-failed rows than this in one attempt send the rest of the batch back to the queue.
    std::uint32_t lock_failures_max = 100;
    LockFailureScope lock_failure_scope = LockFailureScope::chunk;
    /// Whether rules of strength `may` lock, too.
    bool may_rules_lock = false;

    /// The hold of a chunk of so many rows.
    Duration draw_hold(Random random, std::size_t rows) const;
};

/// typical, lean, heavy, seed, adversarial.
std::span<const Profile> shipped_profiles();

/// By name; the error lists the names there are.
Result<Profile> find_profile(std::string_view name);

}  // namespace rowlock
