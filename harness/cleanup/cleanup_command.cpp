#include "harness/cleanup/cleanup_command.hpp"

#include "harness/cleanup/cleanup.hpp"
#include "harness/cleanup/cleanup_report.hpp"
#include "harness/cleanup/deletion_journal.hpp"
#include "harness/cleanup/deletion_question.hpp"
#include "harness/client/login.hpp"
#include "harness/replay/remote_target.hpp"
#include "harness/verify/baseline_file.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/interrupt.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <memory>
#include <optional>

namespace rowlock {
namespace {

constexpr const char* k_may_be_older =
    "note: an upsert may have changed records that were there before it, and they have the same "
    "external ids; --baseline refuses to delete those, --replay-journal and --jobs leave them out";

Result<void> check_options(const CleanupOptions& options) {
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
        deletion_header(cleanup.targets(), options.hard, target.base_url());
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
    auto question = read_deletion_question(options);
    if (!question) return report_error(question.error(), io);
    auto target =
        RemoteTarget::connect(options.target, options.yes ? Access::writes : Access::reads);
    if (!target) return report_error(target.error(), io);
    auto task = make_task(options, target->base_url());
    if (!task) return report_error(task.error(), io);

    const InterruptGuard guard;
    auto scope = find_scope(**question, target->base_url(), OrgQuestions::of(*target).ask);
    if (!scope) return fail_with(scope.error(), io);
    if (scope->may_be_older && options.baseline_file.empty()) io.err.line(k_may_be_older);
    task->targets = std::move(scope->targets);
    Cleanup cleanup{std::move(*task), *target, io};
    cleanup.report().left_alone = std::move(scope->left_alone);
    if (auto cleaned = clean_up(options, cleanup, *target); !cleaned)
        return fail_with(cleaned.error(), io);
    return finish(options, cleanup.report(), io);
}

}  // namespace rowlock
