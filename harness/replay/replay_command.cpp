#include "harness/replay/replay_command.hpp"

#include "harness/replay/figures.hpp"
#include "harness/replay/load_driver.hpp"
#include "harness/replay/progress.hpp"
#include "harness/replay/remote_target.hpp"
#include "harness/replay/replay_report.hpp"
#include "harness/replay/strategy_choice.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/interrupt.hpp"

#include <fmt/core.h>

#include <fstream>

namespace rowlock {
namespace {

Result<const Strategy*> choose_strategy(const Load& load, const std::string& name, Io& io) {
    if (!name.empty()) return find_strategy(load, name);
    if (load.strategies.size() > 1) {
        io.err.line(
            "note: the load has several strategies; using the first, \"" +
            load.strategies.front().name + "\" (--strategy names another)"
        );
    }
    return &load.strategies.front();
}

void show_progress(Progress& progress, const LoadDriver& driver) {
    const LoadOutcome& outcome = driver.outcome();
    if (driver.in_setup())
        return progress.show(outcome.setup_rows, outcome.setup_rows, "setting up");
    const ResultLedger& ledger = outcome.ledger;
    const std::uint64_t open = outcome.not_sent() + ledger.count(RowStatus::sent);
    const std::uint64_t failed = ledger.count(RowStatus::failed);
    progress.show(outcome.rows - open, outcome.rows, counted(failed, "row") + " failed");
}

Result<void> write_file(const std::string& path, const std::string& text) {
    std::ofstream file{path, std::ios::binary};
    file << text << '\n';
    file.close();
    if (!file) return fail(ErrorCode::bad_file, path + ": cannot be written");
    return {};
}

int exit_code_of(const LoadOutcome& outcome, const ReplayReport& report) {
    if (outcome.interrupted) return number_of(ExitCode::partial);
    if (outcome.error) return number_of(exit_code_of(*outcome.error));
    const bool clean = report.rows.complete() && all_hold(report.expectations);
    return number_of(clean ? ExitCode::clean : ExitCode::finding);
}

int finish(
    const ReplayOptions& options, const LoadOutcome& outcome, const ReplayReport& report, Io& io
) {
    if (options.json) {
        io.out.line(json_of(report));
    } else {
        io.out.write(text_of(report));
    }
    if (outcome.error) io.err.line("error: " + outcome.error->message);
    if (!options.report_file.empty()) {
        if (auto written = write_file(options.report_file, json_of(report)); !written) {
            return report_error(written.error(), io);
        }
    }
    return exit_code_of(outcome, report);
}

}  // namespace

int run_replay(const ReplayOptions& options, Io& io) {
    const auto load = read_load_file(options.load_file);
    if (!load) return report_error(load.error(), io);
    const auto strategy = choose_strategy(*load, options.strategy, io);
    if (!strategy) return report_error(strategy.error(), io);
    const auto sources = open_sources(*load);
    if (!sources) return report_error(sources.error(), io);
    HttpClientOptions client;
    client.base_url = options.target.url;
    client.token = options.target.token;
    auto target = RemoteTarget::connect(std::move(client));
    if (!target) return report_error(target.error(), io);
    const auto driver = LoadDriver::create(*load, **strategy, *sources, {options.rows, {}});
    if (!driver) return report_error(driver.error(), io);

    const InterruptGuard guard;
    {
        Progress progress{io, (*strategy)->name};
        run_driver(**driver, *target, [&] { show_progress(progress, **driver); });
    }
    const LoadOutcome& outcome = (*driver)->outcome();
    return finish(
        options, outcome, make_report(*load, **strategy, options.target.url, outcome), io
    );
}

}  // namespace rowlock
