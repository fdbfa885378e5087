#pragma once

#include "harness/load/fault_list_reader.hpp"
#include "harness/load/foreign_list_reader.hpp"
#include "harness/load/load_step.hpp"
#include "harness/load/source_spec.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What somebody saw when loading in this way, for comparison. Members left out are unknown.
struct ReportedOutcome {
    std::optional<double> failed_percent;
    std::optional<std::uint64_t> rows;
    std::optional<std::uint64_t> failed;
    std::optional<double> duration_hours;
    std::string note;
};

/// What must hold in the end. Members left out are not checked.
struct Expectations {
    /// Rows created or updated.
    std::optional<std::uint64_t> created_at_least;
    std::optional<std::uint64_t> failed_at_most;
    std::optional<double> failed_percent_at_most;
    /// From the first batch sent to the last result.
    std::optional<Duration> duration_at_most;
};

/// One way of loading, complete: the file's `load` with this strategy's overrides.
struct Strategy {
    std::string name;
    /// One plain sentence, often empty.
    std::string note;
    LoadStep load;
    /// Name of the org's profile, or path of a profile file (`.json`).
    LocatedText profile;
    /// What the org does when asked for a serial Bulk API 2.0 job: `reject`, `ignore` or `honour`.
    std::string bulk2_serial;
    /// Whether the org of a rehearsal takes ids that it does not know for records that exist.
    bool adopt_unknown_ids = true;
    /// What the org allows within a day, as `NAME=VALUE`.
    std::vector<LocatedText> limits;
    /// Who else writes while the load itself runs.
    std::vector<LoadForeignWriter> foreign_writers;
    std::optional<ReportedOutcome> reported;
    /// The file's `expect`, overridden by the strategy's.
    Expectations expect;
};

/// The strategy of a load file that says nothing of strategies or of the org; its step is still to
/// be said.
Strategy plain_strategy();

/// What is loaded and how: the content of a load file. docs/load-file.md describes every member.
/// Plain data, checked: every source number is valid, every column named exists (in generated
/// sources), parents are set up before their children, numbers are in range.
struct Load {
    std::string name;
    /// Empty if not given.
    std::string title;
    std::uint64_t seed = 1;
    /// Path relative to the working directory (or absolute); an empty text = the standard objects.
    LocatedText schema;
    /// The same for a file of lock rules that add to the shipped ones or replace them.
    LocatedText lock_rules;
    /// In the order of the file.
    std::vector<SourceSpec> sources;
    /// Loaded one after another before the clock of the experiment starts; the record ids of their
    /// rows are what parent references need.
    std::vector<LoadStep> setup;
    /// What a mock org does wrong while the load itself runs.
    std::vector<LoadFault> faults;
    /// At least one; each starts from the state after the setup.
    std::vector<Strategy> strategies;
};

/// Reads a load file's text. `file_name` stands in errors, and paths in the file are relative to
/// its folder. Every error (bad_file) reads `file:line:column: message, what was
/// expected`.
Result<Load> read_load(std::string_view text, std::string_view file_name);

/// The same from disk; also looks whether the files it names are there. bad_file if unreadable.
Result<Load> read_load_file(const std::string& path);

}  // namespace rowlock
