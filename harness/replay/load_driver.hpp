#pragma once

#include "harness/load/load.hpp"
#include "harness/load/row_partitions.hpp"
#include "harness/load/row_source.hpp"
#include "harness/replay/driver.hpp"
#include "harness/replay/load_pass.hpp"
#include "harness/replay/result_ledger.hpp"
#include "harness/replay/send_plan.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// What open_sources() gives: the sources of a load, by number. Shared by all strategies; any
/// thread.
using OpenSources = std::vector<std::shared_ptr<const RowSource>>;

/// What becomes of running jobs when the user stops a load.
enum class OnInterrupt : std::uint8_t {
    /// They are aborted, and what they did until then is accounted for.
    abort,
    /// They go on at the org; a later run reads what became of them.
    detach,
};

struct LoadDriverOptions {
    /// At most this many rows of the load; nothing: as the load says.
    std::optional<RowNumber> rows;
    /// Where it is written down what was sent, and read what earlier runs sent; outlives the
    /// driver.
    Journal* journal = nullptr;
    /// Which rows go in which batch, for a strategy that names no plan file; null: as they come.
    std::shared_ptr<const SendPlan> plan;
    /// What an interrupt does to the jobs under way.
    OnInterrupt on_interrupt = OnInterrupt::abort;
    /// The target is a rowlock mock org, see PassContext.
    bool mock_org = false;
    /// The org's clock shows this or more, in milliseconds since 1970; nothing: the driver's own
    /// clock is the org's.
    std::optional<std::int64_t> org_ms;
    /// Told when the setup is done and the load itself begins, while nothing is under way; the load
    /// does not begin if that fails.
    std::function<Result<void>(TimePoint)> on_load_begin;
    /// Hears of each batch of the load itself when every row of it has its outcome.
    std::function<void(const BatchExchange&)> on_settled;
};

/// How a load went.
struct LoadOutcome {
    /// Rows the load was to send; the ledger counts those of its source beyond as not_sent, too.
    std::uint64_t rows = 0;
    ResultLedger ledger{0};
    std::uint64_t setup_rows = 0;
    /// On the driver's clock.
    TimePoint started{};
    TimePoint ended{};
    /// Of all passes.
    PassStatistics jobs;
    std::uint32_t retry_passes = 0;
    /// Which rows each partition had.
    std::vector<RowSequence> partitions;
    /// The API of the load itself: the strategy's, or its plan's.
    LoadApi api = LoadApi::bulk2;
    /// Of the files that a plan was made of; 0 without a plan, or if it does not say.
    std::uint64_t plan_source_rows = 0;
    /// Requests the org counts in 24 hours, as it last told; 0 of 0 if it never did.
    ApiUsageWatch api_usage;
    std::vector<std::string> jobs_left;
    /// Of all passes: jobs asked for in vain, and the ids of those made.
    std::vector<LostCreation> lost_creations;
    std::vector<std::string> jobs_made;
    bool interrupted = false;
    /// Why the load did not come to its end.
    std::optional<Error> error;

    std::uint64_t not_sent() const;

    /// From the first job created to the last one ended, by the org's own clock; by the driver's
    /// where there are no jobs. 0 if the load itself never began.
    Duration org_duration() const;
};

/// Runs one strategy of a load: the setup steps one after another, then the load, then (by its
/// retry policy) the rows that failed with a retryable error, in passes of their own.
class LoadDriver final : public Driver {
public:
    /// The arguments must outlive the driver. bad_configuration if a step asks for what its API
    /// does not have; errors of its plan file, if it has one.
    static Result<std::unique_ptr<LoadDriver>> create(
        const Load& load,
        const Strategy& strategy,
        const OpenSources& sources,
        LoadDriverOptions options
    );

    Action next(TimePoint now) override;
    void reply(TimePoint now, Token token, Result<HttpResponse> response) override;
    void interrupt(TimePoint now) override;
    void abandon(TimePoint now, Error error) override;

    bool in_setup() const { return step_ < load_.setup.size(); }

    const LoadOutcome& outcome() const { return outcome_; }

    /// The ids of the records that the setup made, by source.
    const std::vector<IdTable>& ids() const { return ids_; }

    /// Of the pass under way, by partition; empty if there is none.
    std::vector<PartitionProgress> progress() const;

private:
    LoadDriver(
        const Load& load,
        const Strategy& strategy,
        const OpenSources& sources,
        LoadDriverOptions options
    );

    const LoadStep& step() const { return in_setup() ? load_.setup[step_] : load_step_; }

    void begin_step(TimePoint now);
    Result<std::vector<RowSequence>> rows_of_step(LoadStep& selection) const;
    void begin_pass(
        TimePoint start,
        LoadStep pace,
        std::vector<RowSequence> partitions,
        std::shared_ptr<const SendPlan> plan
    );
    void finish_pass(TimePoint now);
    void take_creations(const CreationWatch& creations);
    bool begin_retry(TimePoint now);
    void finish_step(TimePoint now);
    void check_setup();
    void count_unbegun_load(TimePoint now);
    void finish(TimePoint now);

    const ResultLedger& ledger() const { return in_setup() ? setup_ledger_ : outcome_.ledger; }

    std::optional<std::vector<RowNumber>> rows_known_again() const;
    std::vector<RowNumber> rows_to_repeat();
    std::vector<RowNumber> rows_that(const std::function<bool(RowNumber)>& wanted) const;
    Duration pause_before_pass() const;
    LoadStep retry_pace() const;

    PassNumber pass_number() const { return {static_cast<std::uint32_t>(step_), attempt_}; }

    const Load& load_;
    /// The strategy's, by the API its plan was made for.
    LoadStep load_step_;
    const OpenSources& sources_;
    LoadDriverOptions options_;
    /// Of the load itself; null if it has none.
    std::shared_ptr<const SendPlan> plan_;
    std::vector<IdTable> ids_;

    /// Number of the setup step; one past the last of them is the load itself.
    std::size_t step_ = 0;
    std::vector<RowSequence> partitions_;
    std::uint32_t attempt_ = 0;
    /// What an earlier run took back was sent again.
    bool taken_up_again_ = false;
    ResultLedger setup_ledger_{0};
    std::unique_ptr<LoadPass> pass_;
    Token next_token_ = 0;
    bool finished_ = false;
    /// The setup is done, and the load's rows are counted.
    bool load_begun_ = false;
    LoadOutcome outcome_;
};

}  // namespace rowlock
