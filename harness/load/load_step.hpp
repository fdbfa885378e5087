#pragma once

#include "harness/load/source_spec.hpp"
#include "mockorg/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

enum class LoadOperation : std::uint8_t { insert, update, upsert, remove, hard_remove };

/// The word of the load file and of the wire: `insert`, ..., `delete`, `hardDelete`.
std::string_view name_of(LoadOperation operation);

enum class LoadApi : std::uint8_t { bulk1, bulk2, rest };

/// `bulk1`, `bulk2`, `rest`.
std::string_view name_of(LoadApi api);

enum class ConcurrencyMode : std::uint8_t { parallel, serial };

/// `Parallel`, `Serial`.
std::string_view name_of(ConcurrencyMode mode);

/// Time from one batch of a partition to the next: evenly drawn from mean * (1 - jitter) to
/// mean * (1 + jitter). A zero mean sends the next one at once.
struct Interval {
    Duration mean{};
    /// 0 to 1.
    double jitter = 0.0;
};

inline constexpr std::uint32_t k_retries_max = 100;

/// Which failed rows are sent again.
struct RetryPolicy {
    /// Wire codes, e.g. UNABLE_TO_LOCK_ROW.
    std::vector<std::string> errors{"UNABLE_TO_LOCK_ROW"};
    /// Extra attempts a row gets, at most k_retries_max; 0 = none.
    std::uint32_t times = 0;
    /// Before the first extra attempt; before each later one `factor` (>= 1) times as long as
    /// before.
    Duration delay = seconds(15.0);
    double factor = 1.0;

    /// The time to wait before the attempt-th extra attempt, from 1; never more than 365 days.
    Duration delay_before(std::uint32_t attempt) const;
};

/// In which order the rows are loaded.
struct RowOrder {
    /// Sorts by this column, stable: a parent reference by the parent's record id, any other by its
    /// text. Empty = as they come.
    std::string by_column;
    /// Ends a batch early rather than splitting rows of one value between two batches; a value with
    /// more rows than a batch holds is split all the same.
    bool keep_together = false;
    /// A plan of `rowlock plan`: which rows go in which batch, and which batches must not run
    /// together. Relative to the working directory (or absolute); empty = none. Only the load
    /// itself, never the setup, has one.
    LocatedText plan;
};

/// Rows that a batch of the API takes: 10,000 with bulk1, 200 with rest; a bulk2 job is limited by
/// its bytes alone. [bulk-api 3.12, 6.6]
RowNumber batch_rows_max(LoadApi api);

/// What a batch has if nobody says otherwise, as far as the API takes it.
inline constexpr RowNumber k_usual_batch_rows = 10'000;
RowNumber usual_batch_rows(LoadApi api);

/// One source loaded in one way.
struct LoadStep {
    /// Number in Load::sources.
    std::size_t source = 0;
    /// How many rows are loaded; nothing = all of the source (or of the partitions, if those are
    /// given).
    std::optional<RowNumber> rows;
    LoadOperation operation = LoadOperation::insert;
    /// Empty unless upsert.
    std::string external_id;
    LoadApi api = LoadApi::bulk2;
    /// Somebody chose the API; otherwise a plan may.
    bool api_given = false;
    ConcurrencyMode concurrency_mode = ConcurrencyMode::parallel;
    /// Rows of one batch: with bulk2 a job of its own, with bulk1 a batch of the partition's job,
    /// with rest a request. At most batch_rows_max().
    RowNumber batch_rows = k_usual_batch_rows;
    /// Partitions are loaded independently of each other, each one a row of batches.
    std::uint32_t partitions = 1;
    /// Distance between the starts of two partitions in the source. A partition loads only the
    /// first rows of its range if `rows` asks for fewer; nothing = the ranges follow each other
    /// without gaps.
    std::optional<RowNumber> partition_rows;
    /// Each partition starts this much later than the one before.
    Duration stagger{};
    Interval interval;
    /// Batches of one partition sent and not yet finished; 0 = no limit.
    std::uint32_t in_flight = 0;
    RowOrder order;
    RetryPolicy retry;
    /// Time between two questions after a batch's state.
    Duration poll_every = seconds(5.0);
    /// `file:line:column`, for errors found only when the step is used.
    std::string where;
};

/// The step by this API, its batches as large as before or as the API takes.
void choose_api(LoadStep& step, LoadApi api);

}  // namespace rowlock
