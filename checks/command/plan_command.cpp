#include "checks/command/plan_command.hpp"

#include "checks/command/output_targets.hpp"
#include "checks/command/plan_folder.hpp"
#include "checks/command/plan_material.hpp"
#include "checks/command/plan_text.hpp"
#include "checks/command/rules_fingerprint.hpp"
#include "checks/command/stopped.hpp"
#include "checks/command/whole_file.hpp"
#include "checks/contention/contention.hpp"
#include "checks/input/row_faults.hpp"
#include "checks/model/job_pieces.hpp"
#include "checks/plan/batch_plan.hpp"
#include "checks/plan/plan_file.hpp"
#include "mockorg/base/counted.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/interrupt.hpp"

#include <algorithm>
#include <filesystem>

namespace rowlock {
namespace {

Result<PlanObjective> parse_objective(const std::string& word) {
    for (const auto objective :
         {PlanObjective::safety, PlanObjective::time, PlanObjective::batches}) {
        if (word == name_of(objective)) return objective;
    }
    return fail(
        ErrorCode::bad_configuration,
        "--objective: '" + word + "', expected safety, time or batches"
    );
}

Result<PlanOptions> plan_options_of(const PlanCommandOptions& options) {
    PlanOptions plan;
    const auto objective = parse_objective(options.objective);
    if (!objective) return Failure{objective.error()};
    plan.objective = *objective;
    const auto bulk2 = parse_bulk2(options.input.api);
    if (!bulk2) return Failure{bulk2.error()};
    plan.limits.bytes = *bulk2 ? k_bulk2_upload_bytes : k_bulk1_batch_bytes;
    plan.serial_mode = !*bulk2;
    plan.limits.rows = options.input.batch_rows.value_or(plan.limits.rows);
    if (*bulk2 && plan.limits.rows > k_job_piece_rows) {
        return fail(
            ErrorCode::bad_configuration,
            "--batch-size: Bulk API 2.0 cuts a job into pieces of 10,000 rows that run side by "
            "side, so a batch has 10,000 at most"
        );
    }
    plan.workers = options.input.k;
    plan.threads = options.input.threads;
    plan.feed = !options.no_feed;
    plan.variation = options.variation;
    plan.cost = {
        seconds(options.batch_seconds),
        seconds(options.row_milliseconds / 1'000.0),
        seconds(options.poll_seconds)};
    return plan;
}

/// The plan's batches looked at by the checker, which knows nothing of how they came about.
std::uint64_t count_unguarded_keys(const LoadedInput& input, const Batching& batching) {
    ContentionOptions options;
    options.count_pairs = false;
    options.witnesses_max = 0;
    return check_contention(input.keys(), batching, options).all.conflicting_keys;
}

/// A single batch has nobody to collide with, whatever its rows lock.
OpenKeys keys_left_open(const LoadedInput& input, const Batching& batching) {
    return batching.batches.size() < 2 ? OpenKeys::none : open_keys(input);
}

/// Refuses a load with a row whose end nobody knows: batches made of it would lose rows or hold
/// broken ones.
Result<void> check_rows_whole(const LoadedInput& input) {
    for (const LoadedFile& file : input.files()) {
        if (!file.faults.any()) continue;
        std::string what = fault_text(file.faults, file.source.path, file.source.text());
        if (file.faults.rows > 1) {
            what += "; so are " + counted(file.faults.rows - 1, "row") + " further on";
        }
        return fail(ErrorCode::bad_file, what + "; nothing was planned");
    }
    return {};
}

/// Paths as seen from the folder of the plan file; an empty one stays so.
class PathsFrom {
public:
    explicit PathsFrom(const std::filesystem::path& folder)
        : base_(std::filesystem::absolute(folder.empty() ? "." : folder).lexically_normal()) {}

    std::string operator()(const std::string& path) const {
        if (path.empty()) return path;
        const auto whole = std::filesystem::absolute(path).lexically_normal();
        return whole.lexically_relative(base_).string();
    }

    std::vector<std::string> operator()(const std::vector<std::string>& paths) const {
        std::vector<std::string> seen;
        for (const std::string& path : paths) seen.push_back((*this)(path));
        return seen;
    }

private:
    std::filesystem::path base_;
};

/// What `rowlock check` must be told to see the load as it was seen here.
PlanContext context_of(
    const InputOptions& options,
    const InputRequest& request,
    const CsvSource& source,
    const PathsFrom& from
) {
    PlanContext context;
    context.api = options.api.empty() ? "bulk2" : options.api;
    context.external_id = options.external_id;
    // Everybody takes a comma who is told nothing.
    const bool found_out = options.delimiter.empty() && source.delimiter != Delimiter::comma;
    context.delimiter = found_out ? std::string{name_of(source.delimiter)} : options.delimiter;
    context.schema = from(options.schema_file);
    context.lock_rules = from(options.lock_rules_file);
    for (const ReferenceFiles& reference : request.references) {
        context.references.push_back({reference.object, from(reference.paths)});
    }
    return context;
}

/// A plan in the making, with all that it is about.
struct PlanRun {
    const PlanCommandOptions& options;
    const InputRequest& request;
    const LoadedInput& input;
    const PlanMaterial& material;
    const BatchPlan& plan;
    PlanOptions planning;
};

PlanFile file_of(const PlanRun& run, const std::filesystem::path& folder) {
    const auto& planning = run.planning;
    PlanFile file = plan_file_of(run.plan, planning.limits, planning.cost, planning.workers);
    const LoadFiles& load = run.request.loads.front();
    file.object = load.object;
    file.operation = name_of(load.operation);
    file.rules_fingerprint = rules_fingerprint(*run.request.rules);
    const PathsFrom from{folder};
    file.context =
        context_of(run.options.input, run.request, run.input.files().front().source, from);
    file.sources = from(load.paths);
    file.source_rows = run.input.keys().row_count();
    return file;
}

Result<void> write_plan(const PlanRun& run) {
    if (!run.options.plan_file.empty()) {
        const std::filesystem::path path = run.options.plan_file;
        auto written = write_whole_file(path, write_plan_file(file_of(run, path.parent_path())));
        if (!written) return written;
    }
    if (run.options.out_folder.empty()) return {};
    return write_plan_folder(
        run.options.out_folder,
        run.options.force,
        file_of(run, run.options.out_folder),
        run.material.text(),
        run.plan.batching,
        run.request.threads
    );
}

/// A folder that is replaced must not hold what is planned.
Result<void> check_targets(
    const PlanCommandOptions& options, const std::vector<std::string>& inputs
) {
    const auto good =
        check_output_targets({{"--plan-file " + options.plan_file, options.plan_file}}, inputs);
    if (!good || options.out_folder.empty()) return good;
    std::error_code error;
    const auto folder = std::filesystem::weakly_canonical(options.out_folder, error);
    for (const std::string& input : inputs) {
        const auto path = std::filesystem::weakly_canonical(input, error);
        const auto apart = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
        if (input.empty() || apart.first != folder.end()) continue;
        return fail(
            ErrorCode::bad_configuration,
            "--out " + options.out_folder + ": " + input + " is in it; name another folder"
        );
    }
    return {};
}

int answer(const PlanRun& run, Io& io) {
    PlanAnswer answer{run.input, run.plan, run.planning, 0, OpenKeys::none, {}, {}};
    answer.conflicting_keys = count_unguarded_keys(run.input, run.plan.batching);
    answer.keys_left_open = keys_left_open(run.input, run.plan.batching);
    const Batching& batching = run.plan.batching;
    answer.other_names = find_other_names(run.input, batching, batching.batches);
    if (!answer.other_names.empty()) answer.keys_left_open = OpenKeys::certain;
    answer.written_to =
        run.options.out_folder.empty() ? run.options.plan_file : run.options.out_folder;
    if (run.options.json) {
        io.out.line(plan_json(answer));
    } else {
        io.out.write(plan_text(answer, run.options.compare, run.options.explain));
    }
    const bool good = run.plan.oversize_rows.empty() && run.plan.own_key_clashes.empty() &&
                      answer.conflicting_keys == 0 && answer.keys_left_open != OpenKeys::certain;
    return number_of(good ? ExitCode::clean : ExitCode::finding);
}

}  // namespace

int run_plan(const PlanCommandOptions& options, Io& io) {
    const auto planning = plan_options_of(options);
    if (!planning) return report_error(planning.error(), io);
    auto request =
        make_input_request(options.input, {}, [&](const std::string& note) { io.err.line(note); });
    if (!request) return report_error(request.error(), io);
    const std::vector<std::string> inputs = input_paths(*request, options.input);
    if (auto good = check_targets(options, inputs); !good) return report_error(good.error(), io);
    if (!options.out_folder.empty()) {
        const auto usable = check_plan_folder(options.out_folder, options.force);
        if (!usable) return report_error(usable.error(), io);
    }
    const InterruptGuard guard;
    request->stopped = interrupted;
    const auto input = load_input(*request);
    if (interrupted()) return end_stopped(io);
    if (!input) return report_error(input.error(), io);
    if (auto whole = check_rows_whole(*input); !whole) return report_error(whole.error(), io);
    const auto material = PlanMaterial::make(*input, request->loads.front());
    if (!material) return report_error(material.error(), io);
    PlanOptions limits = *planning;
    limits.limits.header_bytes = material->text().header.size() + material->text().line_end.size();
    const BatchPlan plan = plan_batches(material->input(), limits);
    if (interrupted()) return end_stopped(io);
    const PlanRun run{options, *request, *input, *material, plan, limits};
    if (auto written = write_plan(run); !written) {
        const int code = report_error(written.error(), io);
        return interrupted() ? number_of(ExitCode::partial) : code;
    }
    return answer(run, io);
}

}  // namespace rowlock
