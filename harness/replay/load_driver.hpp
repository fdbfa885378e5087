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

struct LoadDriverOptions {
    /// At most this many rows of the load; nothing: as the load says.
    std::optional<RowNumber> rows;
    /// Told when the setup is done and the load itself begins.
    std::function<void(TimePoint)> on_load_begin;
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
    std::vector<std::string> jobs_left;
    bool interrupted = false;
    /// Why the load did not come to its end.
    std::optional<Error> error;

    std::uint64_t not_sent() const;

    /// From the first job created to the last one ended, by the org's own clock.
    Duration org_duration() const;
};

/// Runs one strategy of a load: the setup steps one after another, then the load, then (by its
/// retry policy) the rows that failed with a retryable error, in passes of their own.
class LoadDriver final : public Driver {
public:
    /// The arguments must outlive the driver. bad_configuration if the strategy needs another API;
    /// errors of its plan file, if it has one.
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

private:
    LoadDriver(
        const Load& load,
        const Strategy& strategy,
        const OpenSources& sources,
        LoadDriverOptions options
    );

    const LoadStep& step() const { return in_setup() ? load_.setup[step_] : strategy_.load; }

    void begin_step(TimePoint now);
    Result<std::vector<RowSequence>> rows_of_step(LoadStep& selection) const;
    void begin_pass(
        TimePoint start,
        LoadStep pace,
        std::vector<RowSequence> partitions,
        std::shared_ptr<const SendPlan> plan
    );
    void finish_pass(TimePoint now);
    bool begin_retry(TimePoint now);
    void finish_step(TimePoint now);
    void check_setup();
    void finish(TimePoint now);
    std::vector<RowNumber> retryable_rows() const;

    const Load& load_;
    const Strategy& strategy_;
    const OpenSources& sources_;
    LoadDriverOptions options_;
    /// Of the load itself; null if it has none.
    std::shared_ptr<const SendPlan> plan_;
    std::vector<IdTable> ids_;

    /// Number of the setup step; one past the last of them is the load itself.
    std::size_t step_ = 0;
    std::vector<RowSequence> partitions_;
    std::uint32_t attempt_ = 0;
    ResultLedger setup_ledger_{0};
    std::unique_ptr<LoadPass> pass_;
    Token next_token_ = 0;
    bool finished_ = false;
    LoadOutcome outcome_;
};

}  // namespace rowlock
