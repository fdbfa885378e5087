#pragma once

#include "harness/load/load.hpp"
#include "harness/load/row_source.hpp"
#include "harness/rehearse/load_places.hpp"
#include "harness/rehearse/rehearsal.hpp"
#include "harness/replay/load_driver.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/engine/ledger_report.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// A strategy at its end, for those who look closer. Valid while they are told.
struct FinishedStrategy {
    const Strategy& strategy;
    const Org& org;
    const LoadOutcome& load;
    const LoadPlaces& places;
    /// The source of the load's rows.
    const RowSource& rows;
    /// Of the records that the setup made, by source.
    const std::vector<IdTable>& ids;
    /// Which row of the load's source a row of a job of the org was.
    LoadRowOf load_row;
};

struct RehearseOptions {
    /// Instead of the load's.
    std::optional<std::uint64_t> seed;
    /// At most this many rows of the load.
    std::optional<RowNumber> rows;
    /// Only this strategy; empty: all.
    std::string strategy;
    /// `bulk1`, `bulk2` or `rest`, instead of the load's or the plan's; empty: as they say.
    std::string api;
    /// Of every strategy, instead of its own: a name, or a profile file; empty: as the load says.
    std::string profile;
    /// What the org allows within a day beside what the load says, as `NAME=VALUE`.
    std::vector<std::string> limits;
    /// Strategies that run at once. Changes no result.
    unsigned threads = 1;
    /// Longest time on the org's clock, the setup included.
    Duration virtual_max = std::chrono::hours{24 * 30};
    std::size_t hottest = 10;
    /// Whether the orgs keep a ledger of who held what. Changes nothing else.
    bool ledger = true;
    /// Told of each strategy's org (by number, from its thread) before anything happens in it.
    std::function<void(std::size_t, Org&)> on_org;
    /// Told of each strategy (by number, from its thread) when it has come to its end.
    std::function<void(std::size_t, const FinishedStrategy&)> on_finished;
    /// Hears from each strategy (by number, from its thread) how many of how many rows are settled.
    std::function<void(std::size_t, std::uint64_t, std::uint64_t)> on_progress;
    /// Hears what could not be used of a schema that is an SFDX project.
    SchemaNotes on_schema_note;
};

/// Runs every strategy of the load against an org of its own, in this process and in virtual time.
/// The same load, seed and options give the same rehearsal, whatever the machine. A strategy that
/// comes to a bad end says so in its outcome; errors of the whole are those of the load, its files
/// and its schema.
Result<Rehearsal> rehearse(Load load, const RehearseOptions& options);

}  // namespace rowlock
