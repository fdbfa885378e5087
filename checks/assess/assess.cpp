#include "checks/assess/assess.hpp"

#include "checks/assess/conflict_part.hpp"
#include "checks/assess/data_findings.hpp"
#include "checks/assess/load_shape.hpp"
#include "checks/assess/open_keys.hpp"
#include "checks/assess/other_names.hpp"
#include "checks/assess/plan_batching.hpp"
#include "checks/assess/planned_rows.hpp"
#include "checks/bounds/key_loads.hpp"
#include "checks/bounds/load_bounds.hpp"
#include "checks/contention/contention.hpp"
#include "checks/findings/data_settings.hpp"
#include "checks/input/cut_batches.hpp"
#include "checks/model/job_pieces.hpp"
#include "checks/report/report_findings.hpp"
#include "mockorg/base/counted.hpp"

#include <algorithm>
#include <future>
#include <set>

namespace rowlock {
namespace {

constexpr std::size_t k_witnesses_max = 20;
constexpr double k_window_ratios[] = {1.0, 2.0, 4.0};

BatchLimits limits_of(const AssessRequest& request) {
    BatchLimits limits;
    limits.bytes = request.bulk2 ? k_bulk2_caps.bytes : k_bulk1_caps.bytes;
    if (request.plan) limits = request.plan->limits;
    limits.rows = request.batch_rows.value_or(limits.rows);
    return limits;
}

/// Per load.
std::vector<BatchCut> cuts_of(const AssessRequest& request, std::uint32_t batch_rows) {
    std::vector<BatchCut> cuts(request.input.loads.size(), BatchCut{batch_rows, {}});
    if (request.serial && !request.bulk2) cuts.front().lane = BatchLane::serial;
    return cuts;
}

/// Bulk API 2.0 has no Serial mode. The client keeps one job of the plan's serial lane in flight,
/// which makes the lane a feed of its own.
void hold_serial_lane(Batching& batching) {
    std::uint32_t group = 0;
    for (const PlannedBatch& batch : batching.batches) {
        if (batch.lane == BatchLane::feed) group = std::max(group, batch.feed_group + 1);
    }
    const auto count = static_cast<std::uint32_t>(batching.batches.size());
    batching.held_apart.resize(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        PlannedBatch& batch = batching.batches[i];
        if (batch.lane != BatchLane::serial) continue;
        batch.lane = BatchLane::feed;
        batch.feed_group = group;
        batching.held_apart[i] = {{0, count}};
    }
}

/// The plan names rows of the files, which are not batches themselves.
bool plans_rows(const AssessRequest& request) {
    return request.plan && !request.plan->batches.empty() &&
           request.plan->batches.front().file.empty();
}

Result<Batching> make_batches(const AssessRequest& request, const LoadedInput& input) {
    const auto cuts = cuts_of(request, request.batch_rows.value_or(k_default_batch_rows));
    Result<Batching> batching = request.plan ? apply_plan(*request.plan, input.files(), cuts)
                                             : cut_batches(input.files(), cuts);
    if (!batching || !request.bulk2) return batching;
    if (request.plan) hold_serial_lane(*batching);
    cut_jobs(*batching);
    return batching;
}

class Assessor {
public:
    Assessor(const AssessRequest& request, LoadedInput input, Batching batching)
        : request_(request),
          parts_(request.parts),
          input_(std::move(input)),
          limits_(limits_of(request)),
          batching_(std::move(batching)) {
        if (request_.bulk2) limits_.rows = std::min(limits_.rows, k_job_piece_rows);
        if (!input_.files().empty()) limits_.header_bytes = input_.files().front().header_bytes;
    }

    /// What was found in the files' text already, by others.
    void set_data(DataPart data) { given_ = std::move(data); }

    Result<Assessment> run() {
        const auto policy = request_.input.threads > 1 ? std::launch::async : std::launch::deferred;
        auto data = std::async(policy, [this] {
            return given_ ? *given_ : find_in_data(request_, input_.files());
        });
        describe_load();
        judge();
        describe_unresolved();
        if (stopped()) return stop();
        measure();
        if (stopped()) return stop();
        const std::uint64_t rows_max = parts_.forecast_rows_max;
        const bool small = rows_max == 0 || input_.keys().row_count() <= rows_max;
        if (parts_.forecast && small) report_.forecast = forecast();
        if (parts_.matrix) report_.matrix = make_conflict_matrix(input_.keys(), batching_);
        if (auto explained = explain_failures(); !explained) {
            return Failure{std::move(explained.error())};
        }
        const DataPart found = data.get();
        if (stopped()) return stop();
        if (parts_.skew) {
            const std::vector<SkewPart> owners = measure_owners(found.owners, limits_);
            report_.skew.insert(report_.skew.end(), owners.begin(), owners.end());
        }
        Findings findings;
        if (!parts_.data) find_unreadable(input_.files(), findings);
        for (const Finding& finding : found.findings) {
            if (parts_.data) findings.put(finding);
        }
        if (parts_.data && plans_rows(request_)) {
            const BatchCaps& caps = request_.bulk2 ? k_bulk2_caps : k_bulk1_caps;
            find_in_planned_batches(input_, batching_, request_.input, caps, findings);
        }
        find_in_report(report_, findings);
        find_cut_jobs(batching_, findings);
        report_.findings = findings.sorted();
        return Assessment{std::move(input_), std::move(batching_), std::move(report_)};
    }

private:
    bool stopped() const { return request_.input.is_stopped(); }

    static Failure stop() { return fail(ErrorCode::bad_file, "stopped"); }

    void describe_load() {
        CheckedLoad& load = report_.load;
        const LoadFiles& requested = request_.input.loads.front();
        load.object = requested.object;
        load.operation = name_of(requested.operation);
        load.bulk2 = request_.bulk2;
        load.concurrency_mode_given = request_.concurrency_mode_given;
        load.other_plan_rules = request_.other_plan_rules;
        for (const LoadedFile& file : input_.files()) load.unreadable_rows += file.faults.rows;
        load.loads = static_cast<std::uint32_t>(request_.input.loads.size());
        load.keys = input_.keys().key_count();
        std::set<std::uint32_t> phases;
        for (std::size_t i = 0; i < batching_.batches.size(); ++i) {
            const PlannedBatch& batch = batching_.batches[i];
            if (batch.load != 0) continue;
            phases.insert(batch.phase);
            const BatchLane lane = lane_of(static_cast<std::uint32_t>(i));
            load.parallel_batches += lane == BatchLane::parallel ? 1 : 0;
            load.serial_batches += lane == BatchLane::serial ? 1 : 0;
            load.feed_batches += lane == BatchLane::feed ? 1 : 0;
        }
        load.phases = static_cast<std::uint32_t>(std::max<std::size_t>(phases.size(), 1));
        report_.assumptions = standing_assumptions(load);
        describe_files();
        if (request_.bulk2 && !request_.plan && !request_.batch_rows) {
            report_.assumptions.emplace_back(
                "The platform cuts a Bulk API 2.0 job into batches of 10,000 rows in file order; "
                "that is observed, not documented."
            );
        }
    }

    /// As the plan says.
    BatchLane lane_of(std::uint32_t batch) const {
        const std::uint32_t job = job_of(batching_, batch);
        const bool planned = request_.plan && job < request_.plan->batches.size();
        return planned ? request_.plan->batches[job].lane : batching_.batches[batch].lane;
    }

    void describe_files() {
        std::vector<std::uint64_t> batches(input_.files().size());
        for (const PlannedBatch& batch : batching_.batches) {
            if (batch.load != 0) continue;
            ++batches[file_of(batching_.rows_of(batch).front())];
        }
        for (std::size_t i = 0; i < input_.files().size(); ++i) {
            const LoadedFile& file = input_.files()[i];
            if (file.load != 0) continue;
            report_.load.rows += file.rows;
            report_.load.files.push_back({file.source.path, file.rows, file.bytes, batches[i]});
        }
        const std::uint64_t left_out = count_rows_left_out();
        report_.load.rows_left_out = left_out;
        if (left_out > 0) {
            report_.assumptions.push_back(
                counted(left_out, "row") + " of the load " + (left_out == 1 ? "is" : "are") +
                " in no batch of the plan, and so left out of the verdict."
            );
        }
    }

    std::size_t file_of(RowNo row) const {
        const auto& files = input_.files();
        const auto behind = std::upper_bound(
            files.begin(),
            files.end(),
            row,
            [](RowNo number, const LoadedFile& file) { return number < file.first_row; }
        );
        return static_cast<std::size_t>(behind - files.begin()) - 1;
    }

    /// A plan with batch files leaves out what only the files it was made of still have.
    std::uint64_t count_rows_left_out() const {
        std::uint64_t planned = 0;
        for (const PlannedBatch& batch : batching_.batches) {
            planned += batch.load == 0 ? batch.rows : 0;
        }
        std::uint64_t rows = report_.load.rows;
        if (request_.plan) rows = std::max(rows, request_.plan->source_rows);
        return rows - planned;
    }

    std::size_t witnesses_max() const { return parts_.witnesses ? k_witnesses_max : 0; }

    void judge() {
        ContentionOptions options;
        options.witnesses_max = witnesses_max();
        options.count_pairs = parts_.pairs;
        options.threads = request_.input.threads;
        for (const double ratio : k_window_ratios) {
            if (parts_.windows) options.windows.push_back({request_.workers, ratio});
        }
        const ContentionReport found = check_contention(input_.keys(), batching_, options);
        report_.hard = describe_conflicts(input_, batching_, found.hard);
        // Naming witnesses takes longer than finding them.
        report_.all = input_.keys().has_soft() ? describe_conflicts(input_, batching_, found.all)
                                               : report_.hard;
        report_.windows = describe_windows(found.all.windows);
    }

    /// A single batch has nobody to collide with, whatever its rows lock.
    void describe_unresolved() {
        const bool alone = batching_.batches.size() < 2;
        for (const Unresolved& each : input_.unresolved()) {
            if (is_moot(each, input_.files())) continue;
            const OpenKeys open = open_keys(each, input_.files());
            if (open != OpenKeys::none && !alone) {
                std::string path = each.object;
                const bool in_words = each.reason == UnresolvedReason::deletion_companions;
                if (!each.field.empty() && !in_words) path += "." + each.field;
                const bool certain = open == OpenKeys::certain;
                report_.unresolved.push_back({std::move(path), each.rows, describe(each), certain});
            } else {
                report_.assumptions.push_back(describe(each));
            }
        }
        for (const OtherNames& each : find_other_names(input_, batching_, batches_as_sent())) {
            report_.unresolved.push_back({each.object, each.rows, describe(each), true});
        }
    }

    /// A serial lane that the client holds is no feed that goes by keys. Of pieces of one job it
    /// holds none.
    std::vector<PlannedBatch> batches_as_sent() const {
        std::vector<PlannedBatch> batches = batching_.batches;
        const auto count = static_cast<std::uint32_t>(batches.size());
        for (std::uint32_t i = 0; i < count; ++i) {
            const bool is_piece =
                (i > 0 && job_of(batching_, i - 1) == job_of(batching_, i)) ||
                (i + 1 < count && job_of(batching_, i + 1) == job_of(batching_, i));
            if (!is_piece) batches[i].lane = lane_of(i);
        }
        return batches;
    }

    void measure() {
        if (!parts_.skew && !parts_.bounds) return;
        const RowKeys& keys = input_.keys();
        std::vector<std::uint32_t> bytes(keys.row_count());
        for (RowNo row = 0; row < bytes.size(); ++row) bytes[row] = input_.byte_size(row);
        const std::vector<LoadSize> loads = measure_keys(keys, bytes);
        if (parts_.skew) {
            report_.skew = measure_parents(input_, request_.input.loads, loads, limits_);
        }
        if (!parts_.bounds) return;
        LoadShape shape = measure_shape(input_, bytes, loads, limits_, request_.workers);
        report_.components = shape.components;
        report_.bounds = std::move(shape.bounds);
        report_.bounds->keys_known = keys_known();
        // The batching at hand may have more batches than the rows would need.
        const std::uint64_t batches = batching_.batches.size();
        const std::uint64_t days = batches == 0 ? 0 : (batches - 1) / k_batches_per_day;
        report_.bounds->quota_days = std::max(report_.bounds->quota_days, days);
    }

    Forecast forecast() const {
        ForecastSettings settings;
        settings.provable = report_.verdict() == CheckVerdict::safe;
        auto& workers = settings.workers;
        if (std::find(workers.begin(), workers.end(), request_.workers) == workers.end()) {
            workers.push_back(request_.workers);
            std::sort(workers.begin(), workers.end());
        }
        return forecast_failures(input_.keys(), batching_, settings);
    }

    bool keys_known() const {
        return report_.unresolved.empty() && report_.load.unreadable_rows == 0;
    }

    Result<void> explain_failures() {
        if (!request_.finished.given()) return {};
        auto finished = read_finished_load(
            request_.finished,
            input_,
            batching_,
            *request_.input.schema,
            request_.input.loads.front()
        );
        if (!finished) return Failure{finished.error()};
        finished->keys_known = keys_known();
        const auto explained = explain_finished(input_.keys(), batching_, *finished);
        if (!explained) {
            return fail(
                ErrorCode::bad_file, request_.finished.times + ": " + explained.error().message
            );
        }
        report_.finished = FinishedPart{
            finished->lock_failures.size(),
            explained->explained,
            explained->foreign,
            explained->undecided,
            static_cast<std::uint64_t>(
                std::count(finished->times.begin(), finished->times.end(), std::nullopt)
            ),
            explained->met_pairs,
            finished->keys_known};
        return {};
    }

    const AssessRequest& request_;
    AssessParts parts_;
    LoadedInput input_;
    BatchLimits limits_;
    std::optional<DataPart> given_;
    Batching batching_;
    CheckReport report_;
};

}  // namespace

DataPart find_in_data(const AssessRequest& request, const std::vector<LoadedFile>& files) {
    DataPart part;
    if (request.parts.data) {
        DataRequest data{
            *request.input.schema,
            request.input.loads,
            request.bulk2,
            0,
            {},
            plans_rows(request),
            request.input.stopped};
        const bool one_job_per_file = request.bulk2 && !request.batch_rows;
        if (!request.plan && !one_job_per_file) data.rows_per_batch = limits_of(request).rows;
        data.line_ending = request.line_ending;
        Findings findings;
        find_in_files(files, data, findings);
        part.findings = findings.sorted();
    }
    if (request.parts.skew) part.owners = count_owners(files);
    return part;
}

Result<Assessment> assess(const AssessRequest& request) {
    auto input = load_input_bounded(request.input, request.memory);
    if (!input) return Failure{std::move(input.error())};
    auto batching = make_batches(request, *input);
    if (!batching) return Failure{std::move(batching.error())};
    return Assessor{request, *std::move(input), *std::move(batching)}.run();
}

Result<Assessment> assess(const AssessRequest& request, LoadedInput input, DataPart data) {
    auto batching = make_batches(request, input);
    if (!batching) return Failure{std::move(batching.error())};
    Assessor assessor{request, std::move(input), *std::move(batching)};
    assessor.set_data(std::move(data));
    return assessor.run();
}

}  // namespace rowlock
