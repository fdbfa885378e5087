#pragma once

#include "mockorg/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// Who writes besides the clients.
enum class ForeignWriterKind : std::uint8_t {
    /// Somebody at a screen, who keeps a few records busy for a while.
    user,
    /// Another system's user, who writes now this record, now that.
    integration,
    /// A job that goes through all records that meet its condition, transaction after transaction.
    scheduled,
    /// What the org itself does after others' writes: triggers, flows, asynchronous Apex.
    automation,
};

inline constexpr std::size_t k_foreign_writer_kinds = 4;

/// `user`, ...
std::string_view name_of(ForeignWriterKind kind);

/// How long a foreign writer keeps its locks, from the last one to the commit: lognormal, by mean
/// and coefficient of variation; variation 0 is constant.
struct ForeignHold {
    Duration mean{};
    double variation = 0.0;
};

/// Anything that locks records but is no client of the org: each of its transactions updates
/// records, with the lock set that such an update has, waits, and commits or fails. Plain data,
/// checked by read_foreign_writer(). All times count from the moment it is set.
struct ForeignWriter {
    std::string name;
    ForeignWriterKind kind = ForeignWriterKind::user;
    /// Whose records it writes; of automation, whose writes set it off.
    std::string object;
    /// Records of one transaction, 1 to 200.
    std::uint32_t records = 1;
    /// Takes its keys one after another in an order of chance instead of the lock order: what hand
    /// written code does, and where deadlocks come from.
    bool unordered = false;
    /// Nothing: as long as a transaction of the REST API, or a chunk if scheduled or automation.
    std::optional<ForeignHold> hold;
    /// For one lock; nothing: the org's lock wait.
    std::optional<Duration> wait;
    /// How often a transaction that failed is tried again, each time so long after.
    std::uint32_t retries = 0;
    Duration retry_delay = std::chrono::seconds{15};
    /// Of all chance in it; nothing: the org's.
    std::optional<std::uint64_t> seed;

    // All but automation.

    /// Which records, as in SOQL; empty: all of the object.
    std::string where;
    Duration first{};
    /// From one time to the next; neither this nor `per_minute`: once.
    std::optional<Duration> every;
    /// Times at random moments, so many in a minute on average; 0: none.
    double per_minute = 0.0;
    /// None begins any more.
    std::optional<Duration> until;

    // Automation.

    bool after_insert = false;
    bool after_update = false;
    bool after_delete = false;
    /// What it updates: the path of a parent (`Account`, `Who.Account`), or `self`.
    std::string updates;
    /// In a transaction of its own `delay` after the commit, instead of in the writer's.
    bool async = false;
    Duration delay{};

    bool is_automation() const { return kind == ForeignWriterKind::automation; }
};

/// More than anybody writes by hand.
inline constexpr std::size_t k_foreign_writers_max = 100;

}  // namespace rowlock
