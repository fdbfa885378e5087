#include "harness/rehearse/rehearse_command.hpp"

#include "harness/rehearse/ledger_files.hpp"
#include "harness/rehearse/rehearse.hpp"
#include "harness/replay/load_input.hpp"
#include "harness/replay/progress.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/interrupt.hpp"
#include "mockorg/base/writable_path.hpp"

#include <algorithm>

namespace rowlock {
namespace {

ExitCode exit_code_of(const Rehearsal& rehearsal) {
    const auto& outcomes = rehearsal.strategies;
    const auto is_interrupted = [](const StrategyOutcome& outcome) { return outcome.interrupted; };
    if (std::any_of(outcomes.begin(), outcomes.end(), is_interrupted)) return ExitCode::partial;
    const bool good =
        std::all_of(outcomes.begin(), outcomes.end(), [](const StrategyOutcome& outcome) {
            return outcome.good();
        });
    return good ? ExitCode::clean : ExitCode::finding;
}

/// Whether the files asked for can be written, and are about one strategy.
Result<void> check_files(const RehearseCommandOptions& options, const Load& load) {
    if (options.ledger_file.empty() && options.trace_file.empty()) return {};
    if (options.no_ledger) {
        return fail(ErrorCode::bad_configuration, "without a ledger there is none to write");
    }
    if (options.strategy.empty() && load.strategies.size() > 1) {
        return fail(
            ErrorCode::bad_configuration,
            "--ledger and --trace are about one strategy: name it with --strategy"
        );
    }
    if (auto possible = check_writable("--ledger", options.ledger_file); !possible) return possible;
    return check_writable("--trace", options.trace_file);
}

}  // namespace

int run_rehearse(const RehearseCommandOptions& options, Io& io) {
    RowsDescription described = options.rows_described;
    described.api = options.api;
    auto load = read_load_input(options.load_file, described);
    if (!load) return report_error(load.error(), io);
    if (auto possible = check_files(options, *load); !possible)
        return report_error(possible.error(), io);
    Progress progress{io, "rehearsing"};
    RehearseOptions rehearse_options;
    rehearse_options.seed = options.seed;
    rehearse_options.rows = options.rows;
    rehearse_options.strategy = options.strategy;
    rehearse_options.api = options.api;
    rehearse_options.profile = options.profile;
    rehearse_options.limits = options.limits;
    rehearse_options.threads = options.threads;
    // Several threads would draw over each other.
    if (options.threads <= 1) {
        rehearse_options.on_progress = [&](std::size_t, std::uint64_t done, std::uint64_t all) {
            progress.show(done, all);
        };
    }
    rehearse_options.on_schema_note = [&](const std::string& note) { io.err.line(note); };
    rehearse_options.ledger = !options.no_ledger;
    Result<void> written;
    rehearse_options.on_finished = [&](std::size_t, const FinishedStrategy& finished) {
        written = write_ledger_files(finished, options.ledger_file, options.trace_file);
    };
    const InterruptGuard guard;
    const auto rehearsal = rehearse(std::move(*load), rehearse_options);
    progress.clear();
    if (!rehearsal) return report_error(rehearsal.error(), io);
    options.json ? io.out.line(json_of(*rehearsal)) : io.out.write(text_of(*rehearsal));
    if (!written) return report_error(written.error(), io);
    const ExitCode code = exit_code_of(*rehearsal);
    const bool wants_files = !options.ledger_file.empty() || !options.trace_file.empty();
    if (code == ExitCode::partial && wants_files) io.err.line(k_no_half_ledger);
    return number_of(code);
}

}  // namespace rowlock
