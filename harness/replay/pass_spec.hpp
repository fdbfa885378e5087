#pragma once

#include "harness/load/load_step.hpp"
#include "harness/load/row_partitions.hpp"
#include "harness/load/row_source.hpp"
#include "harness/replay/action.hpp"
#include "harness/replay/batch_exchange.hpp"
#include "harness/replay/lost_creation.hpp"
#include "harness/replay/pass_journal.hpp"
#include "harness/replay/pass_statistics.hpp"
#include "harness/replay/result_ledger.hpp"
#include "harness/replay/send_plan.hpp"
#include "mockorg/base/random.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// What a pass sends. Source, ids, ledger and created_ids must outlive the pass.
struct PassSpec {
    const RowSource* source = nullptr;
    std::span<const IdTable> ids;
    std::string object;
    /// API, operation, batch size and pace; its row selection is already in `partitions`.
    LoadStep step;
    std::vector<RowSequence> partitions;
    /// Then there is one partition, of the plan's rows.
    std::shared_ptr<const SendPlan> plan;
    Random random{0};
    /// By row number of the source.
    ResultLedger* ledger = nullptr;
    /// Where the ids of records go; nothing: they are not kept.
    IdTable* created_ids = nullptr;
    /// Tokens count from here.
    Token first_token = 0;
    /// What earlier runs sent is read, not sent again.
    PassJournal journal;
    /// See PassContext.
    bool mock_org = false;
    /// The org's clock shows this or more, in milliseconds since 1970.
    std::int64_t org_ms = 0;
    /// Hears of each batch when every row of it has its outcome.
    std::function<void(const BatchExchange&)> on_settled;
};

/// What the pass's jobs are made with.
JobDescription job_description(const PassSpec& spec);

/// What the pass's batches have in common. The spec and the statistics outlive it.
PassContext pass_context(const PassSpec& spec, PassStatistics& statistics);

}  // namespace rowlock
