#include "checks/command/plan_command.hpp"

#include "checks/command/plan_folder.hpp"
#include "checks/command/plan_material.hpp"
#include "checks/command/plan_text.hpp"
#include "checks/command/rules_fingerprint.hpp"
#include "checks/command/whole_file.hpp"
#include "checks/contention/contention.hpp"
#include "checks/plan/batch_plan.hpp"
#include "checks/plan/plan_file.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/interrupt.hpp"

#include <algorithm>
#include <filesystem>

namespace rowlock {
namespace {

constexpr std::uint64_t k_bulk1_batch_bytes = 10'000'000;
/// A Bulk API 2.0 job's upload, 150 MB in base64. [Bulk API facts, 1.13]
constexpr std::uint64_t k_bulk2_job_bytes = 100'000'000;

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
    plan.limits.bytes = *bulk2 ? k_bulk2_job_bytes : k_bulk1_batch_bytes;
    plan.limits.rows = options.input.batch_rows.value_or(plan.limits.rows);
    plan.workers = options.input.k;
    plan.feed = !options.no_feed;
    return plan;
}

/// The plan's batches looked at by the checker, which knows nothing of how they came about.
std::uint64_t count_unguarded_keys(const LoadedInput& input, const Batching& batching) {
    ContentionOptions options;
    options.count_pairs = false;
    options.witnesses_max = 0;
    return check_contention(input.keys(), batching, options).all.conflicting_keys;
}

bool leaves_keys_open(const LoadedInput& input) {
    const auto& unresolved = input.unresolved();
    return std::any_of(unresolved.begin(), unresolved.end(), [](const Unresolved& each) {
        return each.reason == UnresolvedReason::stored_value ||
               each.reason == UnresolvedReason::other_record;
    });
}

/// Paths as seen from the folder of the plan file.
std::vector<std::string> sources_from(
    const std::vector<std::string>& paths, const std::filesystem::path& folder
) {
    std::vector<std::string> sources;
    const std::filesystem::path base = std::filesystem::absolute(folder.empty() ? "." : folder);
    for (const std::string& path : paths) {
        sources.push_back(std::filesystem::absolute(path).lexically_relative(base).string());
    }
    return sources;
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
    file.sources = sources_from(load.paths, folder);
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

int answer(const PlanRun& run, Io& io) {
    PlanAnswer answer{run.input, run.plan, run.planning, 0, false, {}};
    answer.conflicting_keys = count_unguarded_keys(run.input, run.plan.batching);
    answer.keys_left_open = leaves_keys_open(run.input);
    answer.written_to =
        run.options.out_folder.empty() ? run.options.plan_file : run.options.out_folder;
    if (run.options.json) {
        io.out.line(plan_json(answer));
    } else {
        io.out.write(plan_text(answer, run.options.compare, run.options.explain));
    }
    const bool good = run.plan.oversize_rows.empty() && run.plan.own_key_clashes.empty() &&
                      answer.conflicting_keys == 0;
    return number_of(good ? ExitCode::clean : ExitCode::finding);
}

}  // namespace

int run_plan(const PlanCommandOptions& options, Io& io) {
    const auto planning = plan_options_of(options);
    if (!planning) return report_error(planning.error(), io);
    const auto request = make_input_request(options.input, {});
    if (!request) return report_error(request.error(), io);
    if (!options.out_folder.empty()) {
        const auto usable = check_plan_folder(options.out_folder, options.force);
        if (!usable) return report_error(usable.error(), io);
    }
    const InterruptGuard guard;
    const auto input = load_input(*request);
    if (!input) return report_error(input.error(), io);
    const auto material = PlanMaterial::make(*input, request->loads.front());
    if (!material) return report_error(material.error(), io);
    PlanOptions limits = *planning;
    limits.limits.header_bytes = material->text().header.size() + material->text().line_end.size();
    const BatchPlan plan = plan_batches(material->input(), limits);
    if (interrupted()) {
        io.err.line("stopped; nothing was written");
        return number_of(ExitCode::partial);
    }
    const PlanRun run{options, *request, *input, *material, plan, limits};
    if (auto written = write_plan(run); !written) {
        const int code = report_error(written.error(), io);
        return interrupted() ? number_of(ExitCode::partial) : code;
    }
    return answer(run, io);
}

}  // namespace rowlock
