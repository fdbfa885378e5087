#include "harness/count/count_command.hpp"

#include "harness/client/login.hpp"
#include "harness/count/count_answer.hpp"
#include "harness/count/count_inputs.hpp"
#include "harness/count/count_report.hpp"
#include "harness/count/count_watch.hpp"
#include "harness/count/watched_jobs.hpp"
#include "harness/query/missing_object.hpp"
#include "harness/replay/figures.hpp"
#include "harness/replay/progress.hpp"
#include "harness/replay/remote_target.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/interrupt.hpp"

#include <memory>

namespace rowlock {
namespace {

Result<std::uint64_t> count_selected(const OrgQuestions& org, const RecordSelection& selection) {
    auto records = count_records(org.ask, selection);
    if (records) return records;
    return Failure{explain_refusal(org.ask, selection.object, std::move(records.error()))};
}

/// A line for each count, until the expected number is there or nothing happens any more.
Result<void> watch(
    const CountOptions& options,
    const CountInputs& inputs,
    RemoteTarget& target,
    Io& io,
    CountAnswer& answer
) {
    const OrgQuestions org = OrgQuestions::of(target);
    const std::chrono::seconds quiet{options.quiet_seconds.value_or(k_quiet_seconds)};
    CountWatch watch{inputs.expected_records(options), quiet};
    WatchedJobs jobs{inputs.selection.object};
    while (!interrupted()) {
        const auto records = count_selected(org, inputs.selection);
        if (!records) return Failure{records.error()};
        io.err.line(watch.line(target.now(), *records));
        const auto busy = watch.depends_on_jobs() ? jobs.at_work(org) : Result<bool>{true};
        if (!busy) return Failure{busy.error()};
        if (watch.is_over(*busy)) break;
        // Only Ctrl-C and a clock that cannot be moved end a wait early.
        const auto waited = org.pause(std::chrono::seconds{*options.watch_seconds});
        if (!waited && !interrupted()) return waited;
    }
    // The number alone has ended it.
    if (!watch.depends_on_jobs() && !interrupted()) {
        if (auto looked = jobs.at_work(org); !looked) return Failure{looked.error()};
    }
    answer.notes = jobs.notes();
    if (watch.was_quiet()) {
        io.err.line(
            "no job of " + inputs.selection.object + " ran and the number did not change for " +
            duration_text(quiet) + ": counted to the end"
        );
    }
    return {};
}

Result<void> find_out(
    const CountOptions& options,
    const CountInputs& inputs,
    RemoteTarget& target,
    Io& io,
    CountAnswer& answer
) {
    const bool has_object = !inputs.selection.object.empty();
    if (options.watch_seconds && has_object) {
        if (auto watched = watch(options, inputs, target, io, answer); !watched) return watched;
    }
    const OrgQuestions org = OrgQuestions::of(target);
    if (has_object) {
        const auto records = count_selected(org, inputs.selection);
        if (!records) return Failure{records.error()};
        answer.records = *records;
    }
    answer.interrupted = interrupted();
    if (answer.interrupted) {
        answer.expected_records = inputs.expected_records(options);
        return {};
    }
    OrgQuestions patient = OrgQuestions::until_interrupted(target);
    Progress progress{io, "reading"};
    patient.on_records = [&](std::uint64_t so_far) { progress.show(so_far, answer.records); };
    return find_answer(options, inputs, target.base_url(), patient, answer);
}

}  // namespace

int run_count(const CountOptions& options, Io& io) {
    if (auto known = check_target(options.target); !known) return report_error(known.error(), io);
    const auto inputs = read_count_inputs(options);
    if (!inputs) return report_error(inputs.error(), io);
    auto target = RemoteTarget::connect(options.target, Access::reads);
    if (!target) return report_error(target.error(), io);
    const InterruptGuard guard;
    CountAnswer answer;
    answer.selection = (*inputs)->selection;
    if (auto found = find_out(options, **inputs, *target, io, answer); !found) {
        const int code = report_error(found.error(), io);
        return interrupted() ? number_of(ExitCode::partial) : code;
    }
    for (const std::string& note : answer.notes) io.err.line("note: " + note);
    options.json ? io.out.line(json_of(answer)) : io.out.write(text_of(answer));
    if (answer.interrupted) return number_of(ExitCode::partial);
    return number_of(answer.findings.empty() ? ExitCode::clean : ExitCode::finding);
}

}  // namespace rowlock
