#pragma once

#include "mockorg/engine/config.hpp"
#include "mockorg/engine/requests.hpp"
#include "mockorg/foreign/foreign_writer.hpp"
#include "mockorg/testing/scenario_labels.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace rowlock {

// A scenario file (`.lock`), taken apart. fixtures/scenarios/README.md has the format.

/// A value of a record or a cell: a text, or the id of a labelled record.
struct ScenarioValue {
    std::string text;
    std::optional<LabelRef> record;
};

/// How the cells of a generated column come about.
struct ColumnRule {
    enum class Kind : std::uint8_t {
        /// `value` in every row; `{n}` and `{job}` in it are the row's and its job's number.
        pattern,
        /// The id of a record of `group`, drawn at random.
        uniform,
        /// The same draws, sorted over all rows of the statement.
        sorted,
        /// The records of `group` one after the other, over and over.
        in_turn,
    };

    Kind kind = Kind::pattern;
    std::string name;
    ScenarioValue value;
    LabelRef group;
};

/// Makes records before the story begins.
struct CreateRecords {
    LabelRef label;
    std::uint32_t count = 1;
    std::string object;
    std::vector<ColumnRule> columns;
};

/// One bulk job, or a row of them that arrive one after the other.
struct StartJobs {
    LabelRef label;
    std::uint32_t count = 1;
    std::string operation;
    std::string object;
    std::string external_id_field;
    BulkApi api = BulkApi::v2;
    bool serial = false;
    /// The data as written, header and all; cells that begin with `@` name records. Empty if
    /// generated.
    std::string csv;
    /// The records those cells mean.
    std::map<std::string, LabelRef, std::less<>> csv_names;
    /// Generated rows of each job.
    std::uint32_t rows = 0;
    std::vector<ColumnRule> columns;
    /// From one arrival to the next, times a factor between 1 - jitter and 1 + jitter.
    Duration interval{};
    double jitter = 0.0;
    /// The scenario expects the org to refuse it.
    bool may_be_refused = false;
};

struct AbortJob {
    LabelRef job;
};

/// One record of the REST API, which may have to wait for locks while the story goes on.
struct StartWrite {
    LabelRef label;
    std::string object;
    Operation operation{};
    std::optional<LabelRef> target;
    std::vector<std::pair<std::string, ScenarioValue>> fields;
};

/// Somebody foreign, of the label's name, writes from now on.
struct StartForeign {
    LabelRef label;
    ForeignWriter writer;
};

struct StopForeign {
    LabelRef label;
};

/// Moves time to this long after the story's beginning.
struct MoveTo {
    Duration time;
};

struct AdvanceBy {
    Duration time;
};

/// Moves time until all jobs have arrived and nothing more happens by itself.
struct RunUntilIdle {};

/// A job of the scenario, or all of them.
struct JobRef {
    std::optional<LabelRef> label;
};

enum class JobFigure : std::uint8_t {
    processed,
    failed,
    created,
    updated,
    unprocessed,
    retries,
    ended
};

/// `processed`, `failed`, ...
std::string_view name_of(JobFigure figure);

/// Bounds of a number, ends included.
struct ExpectedRange {
    double low = 0.0;
    double high = 0.0;

    bool holds(double value) const { return value >= low && value <= high; }
};

struct ExpectFigure {
    enum class Unit : std::uint8_t {
        count,
        /// Of the rows submitted.
        share,
        /// Seconds since the story's beginning.
        seconds,
        /// A whole number of `range.low`.
        multiple,
    };

    JobRef job;
    JobFigure figure{};
    Unit unit = Unit::count;
    ExpectedRange range;
};

struct ExpectState {
    JobRef job;
    JobState state{};
};

/// A text that the failed rows' errors, the job's own error or its refusal holds.
struct ExpectText {
    enum class Where : std::uint8_t { row_error, job_error, refusal };

    JobRef job;
    Where where{};
    std::string text;
};

/// Every row lost to a lock was lost together with its whole 200-row chunk.
struct ExpectWholeChunks {
    JobRef job;
};

struct ExpectLock {
    enum class What : std::uint8_t { free, held_by, waiting };

    LabelRef record;
    What what{};
    /// Jobs and foreign writers. held_by: one; waiting: in queue order, front first.
    std::vector<LabelRef> jobs;
};

struct ExpectQuery {
    ExpectedRange range;
    std::string soql;
};

struct ExpectWrite {
    enum class Outcome : std::uint8_t { waiting, succeeded, failed };

    LabelRef write;
    Outcome outcome{};
    /// failed: part of the error's text.
    std::string text;
};

enum class ForeignFigure : std::uint8_t {
    runs,
    committed,
    records,
    waits,
    timeouts,
    deadlocks,
    retries,
    given_up
};

/// `runs`, ..., `given-up`.
std::string_view name_of(ForeignFigure figure);

/// What a foreign writer did, as a count.
struct ExpectForeign {
    LabelRef writer;
    ForeignFigure figure{};
    ExpectedRange range;
};

using Expectation = std::variant<
    ExpectFigure,
    ExpectState,
    ExpectText,
    ExpectWholeChunks,
    ExpectLock,
    ExpectQuery,
    ExpectForeign,
    ExpectWrite>;

using ScenarioAction = std::variant<
    CreateRecords,
    StartJobs,
    AbortJob,
    StartWrite,
    StartForeign,
    StopForeign,
    MoveTo,
    AdvanceBy,
    RunUntilIdle,
    Expectation>;

struct ScenarioStatement {
    std::size_t line = 0;
    /// The line as written, without indentation.
    std::string text;
    ScenarioAction action;
};

struct Scenario {
    std::string file;
    OrgConfig config;
    /// The whole scenario runs once for each.
    std::vector<std::uint64_t> seeds = {1};
    std::vector<ScenarioStatement> statements;
};

/// Reads a file named in a scenario, whose path is relative to that of the scenario.
using ReadBeside = std::function<Result<std::string>(std::string_view path)>;

/// Reads a scenario. Errors (bad_file) name file, line, what was expected there and what was found.
Result<Scenario> parse_scenario(
    std::string_view text, std::string_view file_name, const ReadBeside& read_beside
);

/// The same from a file, and with the files it names.
Result<Scenario> load_scenario(const std::string& path);

}  // namespace rowlock
