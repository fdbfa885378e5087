#include "harness/cleanup/cleanup_command.hpp"

#include "harness/cleanup/cleanup.hpp"
#include "harness/cleanup/cleanup_report.hpp"
#include "harness/cleanup/deletion_journal.hpp"
#include "harness/cleanup/deletion_scope.hpp"
#include "harness/client/login.hpp"
#include "harness/replay/load_input.hpp"
#include "harness/replay/remote_target.hpp"
#include "harness/verify/baseline_file.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/interrupt.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <memory>
#include <optional>

namespace rowlock {
namespace {

Failure misuse(const char* message) {
    return fail(ErrorCode::bad_configuration, message);
}

Result<void> check_options(const CleanupOptions& options) {
    if (options.objects.empty() && options.conditions.empty() && options.load_file.empty()) {
        return misuse("which records? give --object and --where, or the load file with --load");
    }
    if (options.load_file.empty() && !options.strategy.empty())
        return misuse("--strategy names one of a load file, and there is none: --load FILE");
    if (options.resume && options.journal_file.empty())
        return misuse("--resume needs the journal to continue: --journal FILE");
    if (!options.journal_file.empty() && !options.yes)
        return misuse("--journal is about what --yes deletes, and --yes is not given");
    if ((options.allow_cleared_lookups || options.allow_uncounted) && options.baseline_file.empty())
        return misuse(
            "--allow-cleared-lookups and --allow-uncounted are about what a baseline had: "
            "--baseline FILE"
        );
    if (options.in_flight == 0) return misuse("--in-flight is 0, expected at least 1 batch");
    return {};
}

/// What the options say, of a load's object if they name none.
Result<DeletionScope> read_given_scope(const CleanupOptions& options, const Load* load) {
    std::vector<std::string> objects = options.objects;
    if (objects.empty() && load != nullptr && !options.conditions.empty()) {
        auto object = loaded_object(*load, options.strategy);
        if (!object) return Failure{std::move(object.error())};
        objects.push_back(std::move(*object));
    }
    if (objects.empty() && options.conditions.empty()) return DeletionScope{};
    return scope_of_conditions(objects, options.conditions);
}

Result<DeletionScope> read_scope(const CleanupOptions& options) {
    if (options.load_file.empty()) return read_given_scope(options, nullptr);
    const auto load = read_load_input_again(
        options.load_file,
        options.rows_described,
        options.objects.empty() ? std::string{} : options.objects.front()
    );
    if (!load) return Failure{load.error()};
    auto scope = read_given_scope(options, &*load);
    if (!scope) return scope;
    auto loaded = scope_of_load(*load, options.strategy, *scope);
    if (!loaded) return loaded;
    for (RecordSelection& selection : loaded->selections) scope->add(std::move(selection));
    scope->left_alone = std::move(loaded->left_alone);
    return scope;
}

/// When the baseline was taken; nothing without one.
Result<std::optional<std::int64_t>> read_baseline_time(
    const std::string& path, const std::string& target
) {
    if (path.empty()) return std::nullopt;
    const auto baseline = read_baseline_file(path);
    if (!baseline) return Failure{baseline.error()};
    if (baseline->target != target) {
        return fail(
            ErrorCode::bad_configuration,
            path + ": was taken of " + baseline->target + ", not of " + target
        );
    }
    return baseline->taken_ms;
}

Result<CleanupTask> make_task(const CleanupOptions& options, const std::string& target) {
    CleanupTask task;
    task.hard = options.hard;
    task.in_flight = options.in_flight;
    const auto baseline_ms = read_baseline_time(options.baseline_file, target);
    if (!baseline_ms) return Failure{baseline_ms.error()};
    if (*baseline_ms) {
        task.baseline =
            BaselineGuard{**baseline_ms, options.allow_cleared_lookups, options.allow_uncounted};
    }
    if (options.schema_file.empty()) return task;
    auto schema = read_schema_file(options.schema_file);
    if (!schema) return Failure{std::move(schema.error())};
    task.schema = std::move(*schema);
    return task;
}

/// Null if there is none.
Result<std::unique_ptr<Journal>> open_journal(
    const CleanupOptions& options, Cleanup& cleanup, RemoteTarget& target
) {
    if (options.journal_file.empty()) return nullptr;
    const JournalHeader header =
        deletion_header(cleanup.selections(), options.hard, target.base_url());
    if (!options.resume) return begin_deletion_journal(options.journal_file, header);
    auto resumed = resume_deletion_journal(options.journal_file, header, OrgQuestions::of(target));
    if (!resumed) return Failure{std::move(resumed.error())};
    if (auto known = cleanup.continue_after(resumed->deleted); !known)
        return Failure{std::move(known.error())};
    return std::move(resumed->journal);
}

Result<void> clean_up(const CleanupOptions& options, Cleanup& cleanup, RemoteTarget& target) {
    if (auto prepared = cleanup.prepare(); !prepared) return prepared;
    if (!options.yes) return cleanup.plan();
    const auto journal = open_journal(options, cleanup, target);
    if (!journal) return Failure{journal.error()};
    return cleanup.carry_out(journal->get());
}

/// Whatever went wrong on the way: in the end only what is left counts.
int finish(const CleanupOptions& options, const CleanupReport& report, Io& io) {
    options.json ? io.out.line(json_of(report)) : io.out.write(text_of(report));
    if (report.dry_run || report.clean()) return number_of(ExitCode::clean);
    if (report.interrupted) {
        if (!options.journal_file.empty())
            io.err.line("to continue: the same command with --resume");
        return number_of(ExitCode::partial);
    }
    return report.error ? report_error(*report.error, io) : number_of(ExitCode::finding);
}

int fail_with(const Error& error, Io& io) {
    const int code = report_error(error, io);
    return interrupted() ? number_of(ExitCode::partial) : code;
}

}  // namespace

int run_cleanup(const CleanupOptions& options, Io& io) {
    if (auto known = check_target(options.target); !known) return report_error(known.error(), io);
    if (auto valid = check_options(options); !valid) return report_error(valid.error(), io);
    auto scope = read_scope(options);
    if (!scope) return report_error(scope.error(), io);
    auto target =
        RemoteTarget::connect(options.target, options.yes ? Access::writes : Access::reads);
    if (!target) return report_error(target.error(), io);
    auto task = make_task(options, target->base_url());
    if (!task) return report_error(task.error(), io);
    task->selections = std::move(scope->selections);

    const InterruptGuard guard;
    Cleanup cleanup{std::move(*task), *target, io};
    cleanup.report().left_alone = std::move(scope->left_alone);
    if (auto cleaned = clean_up(options, cleanup, *target); !cleaned)
        return fail_with(cleaned.error(), io);
    return finish(options, cleanup.report(), io);
}

}  // namespace rowlock
