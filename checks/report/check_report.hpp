#pragma once

#include "checks/bounds/load_bounds.hpp"
#include "checks/findings/findings.hpp"
#include "checks/forecast/forecast.hpp"
#include "checks/report/conflict_matrix.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What was looked at.
struct CheckedLoad {
    struct File {
        std::string name;
        std::uint64_t rows = 0;
        std::uint64_t bytes = 0;
        std::uint64_t batches = 0;
    };

    std::string object;
    /// insert, update, upsert or delete.
    std::string operation;
    /// Sent by Bulk API 2.0, and asked for a concurrencyMode there.
    bool bulk2 = true;
    bool concurrency_mode_given = false;
    std::vector<File> files;
    std::uint64_t rows = 0;
    /// Of all loads: rows that cannot be read as they stand, so nobody knows what they lock.
    std::uint64_t unreadable_rows = 0;
    /// The plan was made under other lock rules than these.
    bool other_plan_rules = false;
    /// Rows of the load that are in no batch of the plan.
    std::uint64_t rows_left_out = 0;
    /// By lane.
    std::uint64_t parallel_batches = 0;
    std::uint64_t serial_batches = 0;
    std::uint64_t feed_batches = 0;
    /// Loads open at the same time, this one included, and its phases.
    std::uint32_t loads = 1;
    std::uint32_t phases = 1;
    std::uint32_t chunk_rows = 200;
    /// Records that its rows lock or may lock.
    std::uint64_t keys = 0;

    std::uint64_t batches() const { return parallel_batches + serial_batches + feed_batches; }
};

/// Two rows that want the same record from batches that may run together.
struct ConflictWitness {
    struct Place {
        std::string file;
        /// Data row and line in the file, both from 1; line 0 if it is not known.
        std::uint64_t row = 0;
        std::uint64_t line = 0;
        /// From 1, in the order of the plan.
        std::uint64_t batch = 0;
    };

    /// The record: its id or external key, and its object.
    std::string key;
    std::string object;
    /// Ids of the lock rules behind the two rows; the second is empty if it is the same.
    std::string first_rule;
    std::string second_rule;
    Place first;
    Place second;
    /// One of the rows only may lock the record.
    bool soft = false;
};

/// The verdict on one reading of the lock rules.
struct ConflictPart {
    /// 0 = safe.
    std::uint64_t keys = 0;
    /// Pairs of batches that conflict, if they were counted, of those that may run together.
    std::optional<std::uint64_t> pairs;
    std::uint64_t overlapping_pairs = 0;
    std::vector<ConflictWitness> witnesses;
};

/// What is left of the conflicts if batches start in the order sent, `in_flight` at a time, and
/// none takes more than `duration_ratio` times as long as another.
struct WindowPart {
    std::uint32_t in_flight = 0;
    double duration_ratio = 1.0;
    /// Batches further apart than this are taken not to meet.
    std::uint64_t reach = 0;
    std::uint64_t keys = 0;
};

/// Lookups whose records were in none of the files.
struct UnresolvedPart {
    /// The way to the record, e.g. Who.Account.
    std::string path;
    std::uint64_t rows = 0;
    /// How many rows, what of, and what that does to the verdict: a sentence or two.
    std::string meaning;
    /// These rows lock what lies behind for certain, not only if a record changes its parent.
    bool certain = true;
};

/// How the rows are spread over the parents of one column.
struct SkewPart {
    struct Parent {
        std::string key;
        std::uint64_t rows = 0;
    };

    /// Parents with `from` to `to` rows each.
    struct Bucket {
        std::uint64_t from = 0;
        std::uint64_t to = 0;
        std::uint64_t parents = 0;
        std::uint64_t rows = 0;
    };

    std::string field;
    bool owner = false;
    std::uint64_t parents = 0;
    std::uint64_t rows = 0;
    /// As many equal parents would collide as often (A_eff); 0 if no two rows share one.
    double effective_parents = 0.0;
    std::uint64_t parents_from_6000 = 0;
    std::uint64_t parents_from_10000 = 0;
    /// With more rows than fit in a batch.
    std::uint64_t parents_beyond_batch = 0;
    std::vector<Parent> largest;
    std::vector<Bucket> histogram;
};

/// How rows hang together by shared records.
struct ComponentPart {
    std::uint64_t components = 0;
    std::uint64_t largest_rows = 0;
    /// Every component fits in a batch: a plan without any conflict exists.
    bool all_fit = false;
    /// Links between parents per parent (z), and whether that is near the point where all hangs
    /// together.
    double cross_links = 0.0;
    bool cross_link_warning = false;
};

/// What no plan can beat.
struct BoundPart {
    std::uint32_t workers = 0;
    double work_seconds = 0.0;
    double key_seconds = 0.0;
    double triangle_seconds = 0.0;
    /// The greatest of them.
    double bound_seconds = 0.0;
    /// Which of them it is, the one or three records behind it, and the rows these hold up.
    BindingBound binding = BindingBound::work;
    std::vector<std::string> binding_keys;
    std::uint64_t binding_rows = 0;
    std::uint64_t batches_min = 0;
    /// Fewest batches of a plan without conflicts; nothing if there is none.
    std::optional<std::uint64_t> safe_batches_min;
    /// Files leave nothing open that rows lock; if they do, all of this is about the rest.
    bool keys_known = true;
    std::uint64_t quota_days = 0;
    /// Of the batching at hand, if it was worked out.
    std::optional<double> makespan_seconds;
};

/// What the batches of a finished job say about its failures.
struct FinishedPart {
    std::uint64_t rows_failed = 0;
    /// In batches that really ran beside one that wanted the same record.
    std::uint64_t rows_explained = 0;
    /// Somebody else held the lock: users, triggers, other jobs.
    std::uint64_t rows_foreign = 0;
    /// A batch without times may have held it, or is the row's own, or keys are not known.
    std::uint64_t rows_undecided = 0;
    std::uint64_t batches_without_times = 0;
    std::uint64_t overlapping_pairs = 0;
    /// All that the rows lock is known.
    bool keys_known = true;
};

enum class CheckVerdict : std::uint8_t { safe, incomplete, soft_conflicts, unreadable, unsafe };

/// `safe`, `incomplete`, `soft-conflicts`, `unreadable`, `unsafe`: part of the JSON report.
std::string_view name_of(CheckVerdict verdict);

/// Everything `rowlock check` has to say, as plain data; reports differ in form only.
struct CheckReport {
    std::string tool_version;
    CheckedLoad load;
    /// By the rules that always lock, and by those and the ones that may.
    ConflictPart hard;
    ConflictPart all;
    std::vector<WindowPart> windows;
    /// What the verdict takes for granted, a sentence each.
    std::vector<std::string> assumptions;
    std::vector<UnresolvedPart> unresolved;
    std::vector<SkewPart> skew;
    std::optional<ComponentPart> components;
    std::optional<BoundPart> bounds;
    std::optional<Forecast> forecast;
    std::optional<ConflictMatrix> matrix;
    std::optional<FinishedPart> finished;
    std::vector<Finding> findings;

    /// The worst that is so: certain conflicts, unreadable rows, possible conflicts, lookups left
    /// out.
    CheckVerdict verdict() const;
};

/// Buckets by powers of two over the numbers of rows per parent, those without parents left out.
std::vector<SkewPart::Bucket> skew_histogram(const std::vector<std::uint64_t>& rows_of_parents);

/// The assumptions every verdict rests on, in words; the caller adds what is special about its
/// load.
std::vector<std::string> standing_assumptions(const CheckedLoad& load);

}  // namespace rowlock
