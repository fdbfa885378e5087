#include "harness/cleanup/cleanup_command.hpp"

#include "harness/cleanup/id_rows.hpp"
#include "harness/query/record_query.hpp"
#include "harness/replay/figures.hpp"
#include "harness/replay/load_driver.hpp"
#include "harness/replay/progress.hpp"
#include "harness/replay/remote_target.hpp"
#include "harness/replay/row_tally.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/interrupt.hpp"

#include <fmt/core.h>

#include <memory>
#include <optional>

namespace rowlock {
namespace {

constexpr int k_json_version = 1;

/// A load of one source, the records to delete.
Load deletion_of(const std::string& object) {
    Load load;
    load.name = "cleanup";
    load.sources.push_back({"records", object, CsvFileSpec{}});
    Strategy strategy;
    strategy.name = "cleanup";
    strategy.load.operation = LoadOperation::remove;
    strategy.load.batch_rows = 10'000;
    strategy.load.in_flight = 5;
    strategy.load.poll_every = seconds(2.0);
    strategy.load.retry.times = 5;
    load.strategies.push_back(std::move(strategy));
    return load;
}

struct CleanupResult {
    RecordSelection selection;
    std::uint64_t found = 0;
    bool dry_run = true;
    RowTally rows;
    std::vector<FailureCount> failures;
    std::optional<Error> error;
    bool interrupted = false;
    std::uint64_t left = 0;
};

void print_json(const CleanupResult& result, Io& io) {
    std::string out;
    JsonWriter json{out};
    json.begin_object()
        .member("schemaVersion", k_json_version)
        .member("command", "cleanup")
        .member("object", result.selection.object)
        .member("where", result.selection.where)
        .member("dryRun", result.dry_run)
        .member("found", result.found)
        .member("deleted", result.rows.succeeded())
        .member("failed", result.rows.failed);
    append_failures(json.key("failures"), result.failures);
    json.member("left", result.left).end_object();
    io.out.line(out);
}

void print_text(const CleanupResult& result, Io& io) {
    const std::string records = counted(result.found, "record") + " of " + result.selection.object +
                                " with " + result.selection.where;
    if (result.dry_run) {
        return io.out.line(
            records + (result.found == 0 ? "" : "; nothing was deleted, --yes deletes them")
        );
    }
    io.out.line(fmt::format("{}: {} deleted", records, grouped(result.rows.succeeded())));
    for (const FailureCount& failure : result.failures) {
        io.out.line(fmt::format("  {} failed: {}", counted(failure.rows, "row"), failure.sample));
    }
    io.out.line(
        result.left == 0 ? "counted again: 0 left"
                         : fmt::format("counted again: {} left", grouped(result.left))
    );
}

Result<void> delete_records(CleanupResult& result, RemoteTarget& target, IdTable ids, Io& io) {
    const Load load = deletion_of(result.selection.object);
    const OpenSources sources{std::make_shared<IdRows>(std::move(ids))};
    const auto driver = LoadDriver::create(load, load.strategies.front(), sources, {});
    if (!driver) return Failure{driver.error()};
    const LoadOutcome& outcome = (*driver)->outcome();
    {
        Progress progress{io, "deleting"};
        run_driver(**driver, target, [&] {
            progress.show(outcome.ledger.count(RowStatus::updated), outcome.rows);
        });
    }
    result.rows = tally_of(outcome);
    result.failures = failures_by_rows(outcome.ledger.failures());
    result.error = outcome.error;
    result.interrupted = outcome.interrupted;
    return {};
}

Result<void> clean_up(CleanupResult& result, RemoteTarget& target, bool yes, Io& io) {
    const auto ask = [&](const HttpRequest& request) { return target.ask(request); };
    const auto found = count_records(ask, result.selection);
    if (!found) return Failure{found.error()};
    result.found = result.left = *found;
    result.dry_run = !yes;
    if (!yes || *found == 0) return {};
    auto ids = [&] {
        Progress progress{io, "finding"};
        return select_ids(ask, result.selection, [&](std::uint64_t so_far, std::uint64_t total) {
            progress.show(so_far, total);
            return !interrupted();
        });
    }();
    if (!ids) return Failure{std::move(ids.error())};
    result.interrupted = interrupted();
    if (result.interrupted) return {};
    if (auto deleted = delete_records(result, target, std::move(*ids), io); !deleted)
        return deleted;
    const auto left = count_records(ask, result.selection);
    if (!left) return Failure{left.error()};
    result.left = *left;
    return {};
}

/// Whatever went wrong on the way: in the end only what is left counts.
int finish(const CleanupResult& result, Io& io) {
    if (result.dry_run || result.left == 0) return number_of(ExitCode::clean);
    if (result.interrupted) return number_of(ExitCode::partial);
    return result.error ? report_error(*result.error, io) : number_of(ExitCode::finding);
}

}  // namespace

int run_cleanup(const CleanupOptions& options, Io& io) {
    CleanupResult result;
    result.selection = {options.object, options.where};
    if (auto valid = check_selection(result.selection); !valid)
        return report_error(valid.error(), io);
    if (options.where.empty()) {
        return report_error(
            {ErrorCode::bad_configuration, "which records? give a condition with --where", {}}, io
        );
    }
    auto target =
        RemoteTarget::connect(options.target, options.yes ? Access::writes : Access::reads);
    if (!target) return report_error(target.error(), io);
    const InterruptGuard guard;
    if (auto cleaned = clean_up(result, *target, options.yes, io); !cleaned) {
        return report_error(cleaned.error(), io);
    }
    options.json ? print_json(result, io) : print_text(result, io);
    return finish(result, io);
}

}  // namespace rowlock
