#include "harness/calibrate/load_sample.hpp"

#include "checks/input/loaded_input.hpp"
#include "harness/load/row_partitions.hpp"
#include "harness/replay/send_plan.hpp"
#include "harness/schedule/load_files.hpp"
#include "mockorg/base/interrupt.hpp"

#include <algorithm>
#include <memory>

namespace rowlock {
namespace {

/// Ids for parents are all that is wanted of the org.
constexpr const char* k_setup_profile = "lean";
/// What Bulk API 2.0 works a job off in. [facts of the Bulk API: internals]
constexpr std::uint32_t k_piece_rows = 10'000;
constexpr std::uint64_t k_rows_max = 100'000'000;
constexpr std::uint64_t k_batches_max = 1'000'000;

Failure unfit(const ScheduledLoad& scheduled, const char* why) {
    return fail(ErrorCode::bad_configuration, scheduled.name + ": " + why);
}

/// The lane of its jobs; an error if they cannot be simulated.
Result<BatchLane> lane_of(const ScheduledLoad& scheduled) {
    const LoadStep& step = scheduled.step();
    if (step.api == LoadApi::rest)
        return unfit(scheduled, "is loaded by the REST API; calibrate knows bulk jobs only");
    if (step.concurrency_mode == ConcurrencyMode::parallel) return BatchLane::parallel;
    const std::string& bulk2_serial = scheduled.chosen().bulk2_serial;
    if (step.api == LoadApi::bulk1 || bulk2_serial == "honour") return BatchLane::serial;
    if (bulk2_serial == "ignore") return BatchLane::parallel;
    return unfit(
        scheduled, "asks for serial jobs of Bulk API 2.0, which orgs refuse: no row is loaded"
    );
}

/// All rows of a load in the order in which they are sent, and its batches.
struct SentLoad {
    std::vector<RowNumber> rows;
    std::vector<SentBatch> batches;
    std::shared_ptr<const SendPlan> plan;
    bool jobs_are_cut = false;
};

/// A batch of that many rows as the org works it off: a job of Bulk API 2.0 in pieces.
void add_pieces(
    std::uint32_t rows, const LoadStep& step, std::vector<std::uint32_t>& batches, bool& cut
) {
    const std::uint32_t most = step.api == LoadApi::bulk2 ? k_piece_rows : rows;
    cut = cut || rows > most;
    for (; rows > most; rows -= most) batches.push_back(most);
    batches.push_back(rows);
}

Result<SentLoad> send_plan(const LoadStep& step, const RowSource& source) {
    auto plan = read_send_plan(step, source.size());
    if (!plan) return Failure{std::move(plan.error())};
    SentLoad sent;
    sent.plan = *plan;
    sent.rows = *sent.plan->rows;
    for (const SendPlan::Batch& batch : sent.plan->batches)
        sent.batches.push_back({Duration{0}, batch.first, batch.count, 0});
    return sent;
}

Result<SentLoad> send_partitions(
    const ScheduledLoad& scheduled, std::span<const IdTable> ids, Random random
) {
    const LoadStep& step = scheduled.step();
    const auto partitions = partition_rows(*scheduled.sources[step.source], step, ids);
    if (!partitions) return Failure{partitions.error()};
    std::uint64_t rows_in_all = 0;
    for (const RowSequence& partition : *partitions) rows_in_all += partition.size();
    if (rows_in_all > k_rows_max || rows_in_all / step.batch_rows > k_batches_max) {
        return unfit(
            scheduled,
            "has more than 100,000,000 rows or 1,000,000 batches; an observation file can describe "
            "it by its figures"
        );
    }
    SentLoad sent;
    std::vector<std::vector<std::uint32_t>> batches;
    for (const RowSequence& partition : *partitions) {
        batches.emplace_back();
        for (RowNumber at = 0; at < partition.size();) {
            const RowNumber rows = partition.batch_size(at, step.batch_rows);
            add_pieces(rows, step, batches.back(), sent.jobs_are_cut);
            at += rows;
        }
        for (RowNumber i = 0; i < partition.size(); ++i) sent.rows.push_back(partition[i]);
    }
    sent.batches = send_times(batches, step.stagger, step.interval, random);
    return sent;
}

/// Of the sampled batches how they are sent. Batches of a plan that wait for each other are a feed.
Batching batching_of(const SentLoad& sent, std::size_t count, BatchLane lane) {
    Batching batching;
    std::uint32_t first = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        PlannedBatch batch;
        batch.first = first;
        batch.rows = sent.batches[i].rows;
        batch.lane = lane;
        if (sent.plan) {
            const SendPlan::Batch& planned = sent.plan->batches[i];
            batch.phase = planned.phase;
            batch.lane = planned.serial ? BatchLane::serial : BatchLane::feed;
        }
        batching.batches.push_back(batch);
        first += batch.rows;
    }
    if (!sent.plan) return batching;
    batching.held_apart.resize(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        for (const std::uint32_t later : sent.plan->batches[i].waited_for_by) {
            if (later >= count) continue;
            batching.held_apart[i].push_back({later, 1});
            batching.held_apart[later].push_back({i, 1});
        }
    }
    for (auto& ranges : batching.held_apart) {
        std::sort(ranges.begin(), ranges.end(), [](const NumberRange& a, const NumberRange& b) {
            return a.first < b.first;
        });
    }
    return batching;
}

/// The rows as the lock rules see them.
Result<LoadedInput> read_keys(
    const ScheduledLoad& scheduled, const SharedOrg& org, std::vector<RowNumber> rows
) {
    const OrgConfig& config = org.config();
    auto rules = LockRules::compile(config.schema, config.lock_rules);
    if (!rules) return Failure{std::move(rules.error())};
    const auto folder = PassingFolder::make();
    if (!folder) return Failure{folder.error()};
    LoadFilesOnDisk files{*folder, org};
    files.request.schema = config.schema;
    files.request.rules = std::make_shared<const LockRules>(std::move(*rules));
    files.request.threads = 1;
    files.request.stopped = [] { return interrupted(); };
    if (auto added = files.add(scheduled, 0, std::move(rows)); !added)
        return Failure{std::move(added.error())};
    return load_input(files.request);
}

std::vector<std::string> notes_about(const ScheduledLoad& scheduled, const SentLoad& sent) {
    std::vector<std::string> notes;
    const auto add = [&](const char* text) { notes.push_back(scheduled.name + ": " + text); };
    if (!scheduled.chosen().foreign_writers.empty()) add("its foreign writers are left out");
    if (scheduled.step().retry.times > 0) add("rows that failed are not sent again");
    if (sent.jobs_are_cut) add("jobs of more than 10,000 rows are taken for several batches");
    return notes;
}

}  // namespace

Result<RunSample> sample_load(
    const ScheduledLoad& scheduled,
    const std::vector<Duration>& arrivals,
    const SampleOptions& options
) {
    const auto lane = lane_of(scheduled);
    if (!lane) return Failure{lane.error()};
    const std::span<const ScheduledLoad> loads{&scheduled, 1};
    auto config = config_of(loads);
    if (!config) return Failure{std::move(config.error())};
    const auto org = SharedOrg::create(loads, std::move(*config), {k_setup_profile, 1});
    if (!org) return Failure{org.error()};
    const LoadStep& step = scheduled.step();
    const Random random = Random{options.seed}.split("calibrate load");
    auto sent = step.order.plan.text.empty() ? send_partitions(scheduled, *org->ids(0), random)
                                             : send_plan(step, *scheduled.sources[step.source]);
    if (!sent) return Failure{std::move(sent.error())};
    if (arrivals.size() == sent->batches.size()) {
        for (std::size_t i = 0; i < arrivals.size(); ++i) sent->batches[i].arrival = arrivals[i];
    }
    SampleFrame frame = frame_sample(sent->batches, step.stagger, options);
    std::vector<RowNumber> rows;
    for (std::size_t i = 0; i < frame.batches_sampled; ++i) {
        const SentBatch& batch = sent->batches[i];
        const auto first = sent->rows.begin() + static_cast<std::ptrdiff_t>(batch.first_row);
        rows.insert(rows.end(), first, first + batch.rows);
    }
    const auto input = read_keys(scheduled, *org, std::move(rows));
    if (!input) return Failure{input.error()};
    const Batching batching = batching_of(*sent, frame.batches_sampled, *lane);
    RunSample result = fill_sample(std::move(frame), sent->batches, input->keys(), batching);
    result.sample.in_flight = step.in_flight;
    if (sent->plan && step.in_flight == 0) result.sample.in_flight = sent->plan->workers;
    // Looking every so often, the client is late by half of that time on average.
    result.sample.notice = step.poll_every / 2;
    result.jobs_are_cut = sent->jobs_are_cut;
    result.notes = notes_about(scheduled, *sent);
    return result;
}

}  // namespace rowlock
