#include "harness/calibrate/calibrate_command.hpp"

#include "harness/calibrate/load_choice.hpp"
#include "harness/calibrate/observation_file.hpp"
#include "harness/calibrate/prediction.hpp"
#include "harness/calibrate/profile_output.hpp"
#include "harness/replay/progress.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/base/interrupt.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/base/writable_path.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

constexpr std::uint64_t k_observation_size_max = 1 << 20;
constexpr std::uint64_t k_parents_max = 100'000'000;
constexpr std::uint32_t k_candidates_min = 100;
constexpr std::uint32_t k_candidates_max = 20'000;
constexpr unsigned k_threads_max = 64;
/// A load is predicted by a few hundred simulations, not a thousand: they can be larger.
constexpr std::uint64_t k_predicted_chunks = 10'000;

Result<ProfileSpace> space_of(const CalibrateCommandOptions& options) {
    struct Given {
        const char* option;
        Parameter parameter;
        const std::string& text;
    };

    const Given all[] = {
        {"--k", Parameter::workers, options.workers},
        {"--hold", Parameter::hold_mean, options.hold},
        {"--variation", Parameter::hold_variation, options.variation},
        {"--lock-wait", Parameter::lock_wait, options.lock_wait},
        {"--pre-lock", Parameter::pre_lock, options.pre_lock},
        {"--overhead", Parameter::batch_overhead, options.batch_overhead}};
    ProfileSpace space;
    for (const Given& given : all) {
        if (given.text.empty()) continue;
        const auto bounds = parse_bounds(given.text);
        if (!bounds) {
            return misuse(fmt::format(
                "{} is '{}', expected a number or a range such as 5..10", given.option, given.text
            ));
        }
        if (auto set = space.restrict(given.parameter, *bounds); !set)
            return misuse(fmt::format("{}: {}", given.option, set.error().message));
    }
    return space;
}

Result<void> check_options(const CalibrateCommandOptions& options) {
    if (options.candidates < k_candidates_min || options.candidates > k_candidates_max)
        return misuse("--candidates: expected 100 to 20,000");
    if (options.threads < 1 || options.threads > k_threads_max)
        return misuse("--threads: expected 1 to 64");
    const std::string& out = options.profile_out;
    if (out.empty() || out.ends_with(".json")) return check_writable("--profile-out", out);
    if (can_make_folder(out)) return {};
    return fail(ErrorCode::bad_file, "--profile-out: " + out + " cannot be made a folder");
}

/// Everything about the one load that the files are about.
Result<std::vector<ObservedRun>> read_org_files(const CalibrateCommandOptions& options) {
    OrgFacts facts;
    for (const std::string& file : options.files) {
        if (auto added = add_org_file(facts, file); !added)
            return Failure{std::move(added.error())};
    }
    if (options.load.empty() == (options.parents == 0)) {
        return misuse(
            "files of an org need either --load, the load that they are about, or --parents, how "
            "many parents its rows have"
        );
    }
    if (options.parents > k_parents_max) return misuse("--parents: at most 100,000,000");
    ObservedRun run;
    run.name = options.load.empty() ? "the load" : options.load;
    run.where = options.files.front();
    add_facts(run, std::move(facts));
    if (options.load.empty()) {
        if (run.batches.empty())
            return misuse("--parents needs batches or jobs among the files; --load says more");
        LoadShape shape;
        shape.parents = options.parents;
        shape.serial = options.serial;
        run.load = shape;
        return std::vector<ObservedRun>{std::move(run)};
    }
    auto load = read_load_choice(options.load, options.rows_described);
    if (!load) return Failure{std::move(load.error())};
    run.load = std::move(*load);
    return std::vector<ObservedRun>{std::move(run)};
}

Result<std::vector<ObservedRun>> read_runs(const CalibrateCommandOptions& options) {
    if (options.files.size() > 1) return read_org_files(options);
    const auto text = read_file(options.files.front(), k_observation_size_max);
    // A larger one is for the reader of org files, as is what cannot be read.
    if (!text || !is_observation(*text)) return read_org_files(options);
    if (!options.load.empty() || options.parents > 0)
        return misuse("an observation file names its loads itself, without --load and --parents");
    return read_observation(*text, options.files.front());
}

struct LoadToPredict {
    std::string name;
    RunSample sample;
};

/// So many batches that the largest k shows.
SampleOptions sampling_for(const ProfileSpace& space) {
    SampleOptions sampling;
    sampling.batches_min = 2 * static_cast<std::uint64_t>(space.bounds(Parameter::workers).high);
    return sampling;
}

Result<std::vector<LoadToPredict>> read_predicted(
    const CalibrateCommandOptions& options, const ProfileSpace& space
) {
    std::vector<LoadToPredict> predicted;
    SampleOptions larger = sampling_for(space);
    larger.chunks_max = k_predicted_chunks;
    for (const std::string& choice : options.predict) {
        auto loads = read_load_choices(choice, options.rows_described);
        if (!loads) return Failure{std::move(loads.error())};
        for (ScheduledLoad& load : *loads) {
            ObservedRun run;
            run.load = std::move(load);
            auto sample = sample_run(run, larger);
            if (!sample) return Failure{std::move(sample.error())};
            predicted.push_back({std::get<ScheduledLoad>(run.load).name, std::move(*sample)});
        }
    }
    return predicted;
}

Result<CalibrationReport> find_out(
    const CalibrateCommandOptions& options, CalibrationOptions& search
) {
    auto space = space_of(options);
    if (!space) return Failure{std::move(space.error())};
    search.space = std::move(*space);
    if (auto ok = check_options(options); !ok) return Failure{std::move(ok.error())};
    auto runs = read_runs(options);
    if (!runs) return Failure{std::move(runs.error())};
    std::vector<SampledRun> prepared;
    const SampleOptions sampling = sampling_for(search.space);
    for (ObservedRun& run : *runs) {
        auto ready = prepare_run(std::move(run), sampling);
        if (!ready) return Failure{std::move(ready.error())};
        prepared.push_back(std::move(*ready));
    }
    // Before the long work, so that mistakes in it show at once.
    const auto predicted = read_predicted(options, search.space);
    if (!predicted) return Failure{predicted.error()};
    const auto calibration = calibrate(std::move(prepared), search);
    if (!calibration) return Failure{calibration.error()};
    CalibrationReport report = report_on(*calibration);
    for (const LoadToPredict& load : *predicted) {
        if (interrupted() || calibration->candidates.empty()) break;
        report.predictions.push_back(predict(*calibration, load.name, load.sample, search));
    }
    return report;
}

}  // namespace

int run_calibrate(const CalibrateCommandOptions& options, Io& io) {
    const InterruptGuard guard;
    CalibrationOptions search;
    search.seed = options.seed;
    search.candidates = options.candidates;
    search.threads = options.threads;
    search.stopped = [] { return interrupted(); };
    const auto report = [&] {
        Progress progress{io, "simulating"};
        search.on_progress = [&](std::uint64_t done, std::uint64_t all) {
            progress.show(done, all, "profiles");
        };
        return find_out(options, search);
    }();
    if (report ? report->candidates == 0 : interrupted()) {
        io.err.line("stopped: nothing was found out");
        return number_of(ExitCode::partial);
    }
    if (!report) return report_error(report.error(), io);
    options.json ? io.out.line(json_of(*report)) : io.out.write(text_of(*report));
    if (!options.profile_out.empty()) {
        const auto written = write_profiles(*report, options.profile_out);
        if (!written) return report_error(written.error(), io);
        for (const std::string& path : *written) io.err.line("wrote " + path);
    }
    if (interrupted()) return number_of(ExitCode::partial);
    return number_of(report->unexplained ? ExitCode::finding : ExitCode::clean);
}

}  // namespace rowlock
