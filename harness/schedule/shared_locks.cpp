#include "harness/schedule/shared_locks.hpp"

#include "checks/contention/contention.hpp"
#include "checks/input/loaded_input.hpp"
#include "harness/load/row_partitions.hpp"
#include "harness/replay/send_plan.hpp"
#include "harness/schedule/load_files.hpp"
#include "mockorg/base/interrupt.hpp"

#include <algorithm>
#include <numeric>

namespace rowlock {
namespace {

/// Which rows of its source a load sends; in which order does not matter here.
Result<std::vector<RowNumber>> rows_of(
    const ScheduledLoad& scheduled, std::optional<RowNumber> rows_max
) {
    LoadStep step = scheduled.step();
    const RowSource& source = *scheduled.sources[step.source];
    if (!step.order.plan.text.empty()) {
        const auto plan = read_send_plan(step, source.size());
        if (!plan) return Failure{plan.error()};
        return *(*plan)->rows;
    }
    step.order = {};
    if (rows_max) step.rows = std::min(step.rows.value_or(*rows_max), *rows_max);
    const auto partitions = partition_rows(source, step, {});
    if (!partitions) return Failure{partitions.error()};
    std::vector<RowNumber> rows;
    for (const RowSequence& partition : *partitions) {
        for (RowNumber i = 0; i < partition.size(); ++i) rows.push_back(partition[i]);
    }
    return rows;
}

/// The rows of two loads as one batch each: what the batches share, the loads share.
Batching batching_of(const LoadedInput& input, std::size_t first, std::size_t second) {
    Batching batching;
    for (const std::size_t load : {first, second}) {
        const LoadedFile& file = input.files()[load];
        PlannedBatch batch;
        batch.first = static_cast<std::uint32_t>(batching.order.size());
        batch.rows = file.rows;
        batch.load = file.load;
        batching.order.resize(batching.order.size() + file.rows);
        std::iota(batching.order.end() - file.rows, batching.order.end(), file.first_row);
        batching.batches.push_back(batch);
    }
    return batching;
}

SharedLocks compare(
    const LoadedInput& input,
    const LoadFilesOnDisk& files,
    std::size_t first,
    std::size_t second,
    const SharedLocksOptions& options
) {
    ContentionOptions contention_options;
    contention_options.witnesses_max = options.witnesses_max;
    contention_options.count_pairs = false;
    contention_options.threads = options.threads;
    const ContentionReport report =
        check_contention(input.keys(), batching_of(input, first, second), contention_options);
    SharedLocks shared;
    shared.first = first;
    shared.second = second;
    shared.certain = report.hard.conflicting_keys;
    shared.possible = report.all.conflicting_keys;
    const Contention& shown = report.hard.safe() ? report.all : report.hard;
    for (const Witness& witness : shown.witnesses) {
        const KeyName name = input.key_name(witness.key);
        shared.witnesses.push_back(
            {name.object,
             name.record,
             files.source_row(first, input.origin(witness.first.row).row),
             files.source_row(second, input.origin(witness.second.row).row),
             witness.soft}
        );
    }
    return shared;
}

}  // namespace

Result<std::vector<SharedLocks>> find_shared_locks(
    std::span<const ScheduledLoad> loads, const SharedOrg& org, const SharedLocksOptions& options
) {
    const OrgConfig& config = org.config();
    auto rules = LockRules::compile(config.schema, config.lock_rules);
    if (!rules) return Failure{std::move(rules.error())};
    const auto folder = PassingFolder::make();
    if (!folder) return Failure{folder.error()};
    LoadFilesOnDisk files{*folder, org};
    files.request.schema = config.schema;
    files.request.rules = std::make_shared<const LockRules>(std::move(*rules));
    files.request.threads = options.threads;
    files.request.stopped = [] { return interrupted(); };
    for (std::size_t i = 0; i < loads.size(); ++i) {
        auto rows = rows_of(loads[i], options.rows);
        if (!rows) return Failure{std::move(rows.error())};
        if (auto added = files.add(loads[i], i, std::move(*rows)); !added)
            return Failure{std::move(added.error())};
    }
    const auto input = load_input(files.request);
    if (!input) return Failure{input.error()};
    std::vector<SharedLocks> shared;
    for (std::size_t first = 0; first < loads.size(); ++first) {
        for (std::size_t second = first + 1; second < loads.size(); ++second)
            shared.push_back(compare(*input, files, first, second, options));
    }
    return shared;
}

}  // namespace rowlock
